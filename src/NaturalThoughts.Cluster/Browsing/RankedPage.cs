using System.Collections.Immutable;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cluster.Browsing;

/// <summary>A question's place among all, the hardest first.</summary>
/// <param name="Difficulty">Its rank, 0 (easiest) to 1.</param>
/// <param name="Question">The question.</param>
[GenerateSerializer, Immutable, Alias("nt.RankPlace")]
public readonly record struct RankPlace([property: Id(0)] double Difficulty, [property: Id(1)] QuestionId Question)
    : IComparable<RankPlace>
{
    /// <inheritdoc/>
    public int CompareTo(RankPlace other) =>
        other.Difficulty.CompareTo(Difficulty) is var by and not 0 ? by : Question.CompareTo(other.Question);
}

/// <summary>Questions by difficulty.</summary>
/// <param name="Items">The hardest first, each with the beginning of its text.</param>
/// <param name="Next">Behind which one to go on; null: there are no more.</param>
/// <param name="Snapshot">Digest of the pool they are ranked in.</param>
/// <param name="Expression">The expression they are ranked by.</param>
/// <param name="Questions">How many questions of the pool have a rank.</param>
[GenerateSerializer, Immutable, Alias("nt.RankedPage")]
public sealed record RankedPage(
    [property: Id(0)] ImmutableArray<RankedQuestion> Items,
    [property: Id(1)] RankPlace? Next,
    [property: Id(2)] string Snapshot,
    [property: Id(3)] string Expression,
    [property: Id(4)] long Questions);
