namespace NaturalThoughts.Cluster.Cleaning;

/// <summary>How far a cleaning is.</summary>
/// <param name="Read">Questions read.</param>
/// <param name="Questions">Questions to read.</param>
/// <param name="Band">Bands of near duplicates compared.</param>
/// <param name="Bands">Bands to compare; 0: near duplicates are not looked for.</param>
[GenerateSerializer, Immutable, Alias("nt.CleaningProgress")]
public sealed record CleaningProgress(
    [property: Id(0)] long Read, [property: Id(1)] long Questions, [property: Id(2)] int Band, [property: Id(3)] int Bands);

/// <summary>How far a shard has read its questions for a cleaning.</summary>
/// <param name="Read">Questions read.</param>
/// <param name="Done">Whether that is all of them.</param>
[GenerateSerializer, Immutable, Alias("nt.CleaningReading")]
public sealed record CleaningReading([property: Id(0)] int Read, [property: Id(1)] bool Done);
