using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Log;

namespace NaturalThoughts.Cluster.Tests.Support;

/// <summary>What a shard knows of its questions, with whole keys in plain dictionaries.</summary>
sealed class PlainShard
{
    readonly HashSet<Digest> _keys = [];

    public Dictionary<QuestionId, PlainQuestion> Questions { get; } = [];

    public bool Knows(Fact fact) => _keys.Contains(fact.Key);

    public void Apply(QuestionId question, Fact fact, FactPosition position)
    {
        if (!_keys.Add(fact.Key)) return;
        if (!Questions.TryGetValue(question, out var known)) Questions[question] = known = new();
        known.Facts.Add(fact);
        known.Positions.Add(position);
        if (fact is SealFact seal && seal.Generation > (known.Seal?.Generation ?? -1)) known.Seal = seal;
    }
}

/// <summary>All facts of a question, and what follows from them.</summary>
sealed class PlainQuestion
{
    public List<Fact> Facts { get; } = [];

    public List<FactPosition> Positions { get; } = [];

    public SealFact? Seal { get; set; }

    public QuestionEntry.Verdict? Cleaning => Facts.OfType<RemovalFact>().MaxBy(fact => fact.Number) is { } last
        ? QuestionEntry.Verdict.Of(last)
        : null;

    public Digest? Concluded => Seal is { } seal && seal.Generation == Facts.Count(QuestionDossier.Counts) - 1 ? seal.Plan : null;

    /// <summary>Told one after the other, as an operator would.</summary>
    public IEnumerable<QuestionEntry.Failure> Failures
    {
        get
        {
            var failures = new Dictionary<TraceId, QuestionEntry.Failure>();
            var answered = new HashSet<TraceId>();
            foreach (var fact in Facts) Tell(fact, failures, answered);
            return failures.Values.Where(failure => !failure.Reopened);
        }
    }

    static void Tell(Fact fact, Dictionary<TraceId, QuestionEntry.Failure> failures, HashSet<TraceId> answered)
    {
        switch (fact)
        {
            case ResponseFact response:
                answered.Add(response.Trace);
                failures.Remove(response.Trace);
                break;
            case AttemptFact attempt when !answered.Contains(attempt.Trace)
                && (!failures.TryGetValue(attempt.Trace, out var before) || before.Number < attempt.Number):
                failures[attempt.Trace] = new(attempt.Trace, attempt.Number, attempt.Failure.Reason, attempt.Origin is not null);
                break;
            case ReopenFact reopen when failures.TryGetValue(reopen.Trace, out var failure) && failure.Number <= reopen.Number:
                failures[reopen.Trace] = failure with { Reopened = true };
                break;
        }
    }
}
