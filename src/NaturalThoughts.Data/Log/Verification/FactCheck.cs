using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Data.Log.Verification;

/// <summary>What a fact's own content says against it or against where it stands.</summary>
static class FactCheck
{
    /// <summary>All that is wrong, each in a sentence.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="shard">The shard it stands in.</param>
    /// <param name="shards">How many the run has; null: not known.</param>
    public static IEnumerable<string> Of(Fact fact, int shard, int? shards)
    {
        if (fact is IntakeFact { Question: { } question } && question.Id != QuestionId.Of(question.Text))
            yield return $"The question's id is {question.Id}, but its text has {QuestionId.Of(question.Text)}.";
        if (fact is IntakeFact intake && intake.Question is null == intake.Rejected is null)
            yield return "A source row is either a question or rejected, and this is "
                + (intake.Question is null ? "neither." : "both.");
        if (OwnerOf(fact).Shard(shards ?? 1) is var right && shards is not null && right != shard)
            yield return $"The fact belongs to shard {right}, not {shard}.";
    }

    // A rejected row has no question: its key says where it goes.
    static QuestionId OwnerOf(Fact fact) => fact switch
    {
        IntakeFact intake => intake.Question?.Id ?? new(intake.Key.Value),
        ResponseFact response => response.Question,
        AttemptFact attempt => attempt.Question,
        AnnotationFact annotation => annotation.Question,
        SealFact seal => seal.Question,
        ReopenFact reopen => reopen.Question,
        RemovalFact removal => removal.Question,
        _ => throw new InvalidOperationException($"A shard has no place for {fact.GetType().Name}."),
    };
}
