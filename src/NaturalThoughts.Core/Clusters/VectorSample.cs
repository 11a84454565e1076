using System.Collections.Immutable;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Clusters;

/// <summary>The vectors of some questions.</summary>
/// <param name="Questions">The questions.</param>
/// <param name="Components">Their vectors, one after the other.</param>
/// <param name="Next">Where to go on reading; -1 at the end.</param>
[GenerateSerializer, Immutable, Alias("nt.VectorSample")]
public sealed record VectorSample(
    [property: Id(0)] ImmutableArray<QuestionId> Questions,
    [property: Id(1)] ImmutableArray<short> Components,
    [property: Id(2)] int Next = -1)
{
    /// <summary>Samples put together, in the order of their questions' seeded hashes: the same wherever each question is kept.</summary>
    public static VectorSample Merge(ulong seed, IReadOnlyList<VectorSample> samples)
    {
        var ordered = samples
            .SelectMany((sample, from) => sample.Questions.Select((question, at) => (Question: question, From: from, At: at)))
            .OrderBy(one => SeededHash.Of(seed, one.Question.Value)).ThenBy(one => one.Question).ToList();
        var components = ImmutableArray.CreateBuilder<short>(samples.Sum(sample => sample.Components.Length));
        foreach (var (_, from, at) in ordered)
        {
            var sample = samples[from];
            var dimensions = sample.Components.Length / sample.Questions.Length;
            components.AddRange(sample.Components.AsSpan(at * dimensions, dimensions));
        }

        return new([.. ordered.Select(one => one.Question)], components.MoveToImmutable());
    }
}
