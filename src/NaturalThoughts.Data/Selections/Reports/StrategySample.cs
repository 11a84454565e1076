using System.Collections.Immutable;

namespace NaturalThoughts.Data.Selections.Reports;

/// <summary>How many of some traces show each strategy. They are the ones with the lowest ids, which are hashes: a fair sample, the same
/// one for every sharding.</summary>
/// <param name="Traces">Traces that were looked at.</param>
/// <param name="Shown">How many of them show a strategy, by its name.</param>
[GenerateSerializer, Immutable, Alias("nt.StrategySample")]
public sealed record StrategySample([property: Id(0)] long Traces, [property: Id(1)] ImmutableSortedDictionary<string, long> Shown)
{
    /// <summary>Most traces of a set that are looked at.</summary>
    public const int Most = 200;

    /// <summary>The sample of some traces' strategies.</summary>
    /// <param name="traces">For each trace the strategies seen in it.</param>
    public static StrategySample Of(IReadOnlyCollection<IEnumerable<string>> traces) => new(
        traces.Count, traces.SelectMany(names => names.Distinct()).CountBy(name => name)
            .ToImmutableSortedDictionary(pair => pair.Key, pair => (long)pair.Value, StringComparer.Ordinal));

    /// <summary>Samples put together.</summary>
    public static StrategySample Merge(IReadOnlyCollection<StrategySample> parts) => new(
        parts.Sum(part => part.Traces), parts.SelectMany(part => part.Shown).GroupBy(pair => pair.Key, pair => pair.Value)
            .ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Sum(), StringComparer.Ordinal));
}
