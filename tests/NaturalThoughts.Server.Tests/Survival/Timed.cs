namespace NaturalThoughts.Server.Tests.Survival;

/// <summary>Tests that measure how much is done: nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Timed
{
    /// <summary>The share of a server's time that is used at the least. Alone on a machine it is above 0.99; other programs take theirs, and a
    /// limit that is found too low or given up again and again takes half.</summary>
    public const double Busy = 0.75;

    /// <summary>The collection's name.</summary>
    public const string Name = "timed";
}
