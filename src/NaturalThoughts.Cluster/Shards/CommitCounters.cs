using System.Diagnostics;
using System.Diagnostics.Metrics;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Rubrics;
using NaturalThoughts.Data.Log;

namespace NaturalThoughts.Cluster.Shards;

/// <summary>Counts the facts that a shard commits, a commit at a time. What it reads from its log was counted by whoever committed
/// it.</summary>
/// <param name="run">The run.</param>
/// <param name="isRemoved">Whether the spec's rule removes a question: then its seal ends no work.</param>
sealed class CommitCounters(string run, Func<QuestionId, bool> isRemoved)
{
    static readonly Dictionary<Counter<long>, string[]> Names = new()
    {
        [ShardInstruments.Questions] = ["stage", "outcome"],
        [ShardInstruments.Traces] = ["stage", "outcome"],
        [ShardInstruments.Tokens] = ["direction", "role", "model"],
        [ShardInstruments.DeadLetters] = ["kind", "reason"],
    };

    readonly Dictionary<Series, long> _commit = [];

    /// <summary>Counts a commit that has been applied.</summary>
    public void Note(IReadOnlyList<EncodedFact> facts)
    {
        foreach (var fact in facts) Note(fact.Fact);
        foreach (var ((counter, first, second, third), count) in _commit)
        {
            var names = Names[counter];
            var tags = new TagList { { "run", run }, { names[0], first }, { names[1], second } };
            if (third is not null) tags.Add(names[2], third);
            counter.Add(count, tags);
        }

        _commit.Clear();
    }

    void Note(Fact fact)
    {
        switch (fact)
        {
            case IntakeFact { Rejected: { } rejected }:
                Question("intake", "unusable");
                Letter("row", rejected.Reason);
                break;
            case IntakeFact:
                Question("intake", "taken");
                break;
            case RemovalFact { Reason: not null }:
                Question("cleaning", "removed");
                break;
            case SealFact seal when !isRemoved(seal.Question):
                Question("sealing", "sealed");
                break;
            case ResponseFact response:
                Note(response);
                break;
            case EmbeddingFact:
                Trace("embedding", "committed");
                break;
            case AnnotationFact:
                Trace("annotation", "committed");
                break;
            case AttemptFact attempt:
                Note(attempt);
                break;
        }
    }

    void Note(ResponseFact response)
    {
        var (said, usage) = (response.Response, response.Response.Usage);
        Trace(StageOf(said.Role), "committed");
        // What came with a source cost nothing.
        if (response is not { Origin: null, Run: null }) return;
        Spent(said.Model, said.Role, "input", usage?.Prompt ?? 0);
        Spent(said.Model, said.Role, "output", Math.Max(0, usage?.Completion ?? 0) + (response.Uncounted ?? 0));
    }

    void Note(AttemptFact attempt)
    {
        Letter("response", attempt.Failure.Reason);
        // A reply that nobody can read has been committed, and counted.
        if (!RubricReading.IsOfReply(attempt.Failure.Reason)) Trace(StageOf(attempt.Role), "failed");
        if (attempt.Origin is null) Spent(attempt.Model, attempt.Role, "output", attempt.Uncounted ?? 0);
    }

    static string StageOf(ModelRole role) => role switch
    {
        ModelRole.Teacher or ModelRole.Baseline => "response",
        ModelRole.Annotator or ModelRole.Judge => "judgement",
        ModelRole.Embedder => "embedding",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    static string NameOf(ModelRole role) => role switch
    {
        ModelRole.Teacher => "teacher",
        ModelRole.Baseline => "baseline",
        ModelRole.Annotator => "annotator",
        ModelRole.Judge => "judge",
        ModelRole.Embedder => "embedder",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    void Question(string stage, string outcome) => Count(new(ShardInstruments.Questions, stage, outcome));

    void Trace(string stage, string outcome) => Count(new(ShardInstruments.Traces, stage, outcome));

    void Letter(string kind, string reason) => Count(new(ShardInstruments.DeadLetters, kind, reason));

    void Spent(string model, ModelRole role, string direction, long tokens)
    {
        if (tokens > 0) Count(new(ShardInstruments.Tokens, direction, NameOf(role), model), tokens);
    }

    void Count(Series series, long by = 1) => _commit[series] = _commit.GetValueOrDefault(series) + by;

    // A counter with the values of its attributes.
    readonly record struct Series(Counter<long> Counter, string First, string Second, string? Third = null);
}
