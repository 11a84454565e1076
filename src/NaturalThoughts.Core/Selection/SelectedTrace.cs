using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Selection;

/// <summary>A trace that a selection picked.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="Question">Its question.</param>
/// <param name="Row">Its row in the shard's snapshot; means nothing elsewhere.</param>
/// <param name="Key">Its key: −ln(u) / weight, the rank negated, or (1 − u) / probability; smallest first.</param>
/// <param name="Weight">The weight or, where the recipe ranks or samples, the rank or the probability.</param>
/// <param name="Stratum">Its stratum.</param>
[GenerateSerializer, Immutable, Alias("nt.SelectedTrace")]
public readonly record struct SelectedTrace(
    [property: Id(0)] TraceId Trace,
    [property: Id(1)] QuestionId Question,
    [property: Id(2)] int Row,
    [property: Id(3)] double Key,
    [property: Id(4)] double Weight,
    [property: Id(5)] Stratum Stratum);
