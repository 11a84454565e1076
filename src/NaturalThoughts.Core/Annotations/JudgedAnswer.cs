using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Annotations;

/// <summary>What a judge said about a trace's answer.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="Baseline">The baseline response it was compared with; null: the reference.</param>
/// <param name="Same">Whether it says the same; null: the judge cannot tell.</param>
/// <param name="Request">Names the reply and how it was read.</param>
public sealed record JudgedAnswer(TraceId Trace, TraceId? Baseline, bool? Same, Digest Request);
