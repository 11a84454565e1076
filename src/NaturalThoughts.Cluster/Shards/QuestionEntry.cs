using System.Collections.Immutable;
using NaturalThoughts.Cluster.Shards.Memory;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Data.Log;

namespace NaturalThoughts.Cluster.Shards;

/// <summary>What a shard keeps in memory about one question: which facts it has and where they stand, and how far it is. No text.</summary>
/// <remarks>
/// Of a fact's key 64 bits are kept, and none of an annotation's. A key is compared with those of its own question alone, so of 10^9
/// comparisons in a run (a million questions, a thousand facts each) one is wrong with probability 10^9 / 2^64, below 10^-10.
/// </remarks>
sealed partial class QuestionEntry
{
    readonly PositionSpans _positions;
    Fingerprints _fingerprints = new([]);
    List<Failure>? _failures;
    Digest? _sealedPlan;
    int _sealedGeneration = -1;

    /// <summary>An entry of a question nothing is known of.</summary>
    public QuestionEntry() : this(new PositionSpans([]))
    {
    }

    /// <summary>Whether it has so many facts that it is not packed and unpacked for each further one.</summary>
    public bool IsLarge => _fingerprints.AreMany;

    /// <summary>Bytes a large one takes, about.</summary>
    public long Bytes => _fingerprints.Bytes + _positions.Bytes;

    /// <summary>Where the question's facts stand in the log, in log order.</summary>
    public ImmutableArray<FactPosition> Positions => _positions.All;

    /// <summary>Rows of the feature table that belong to the seal in force.</summary>
    public SealedRows Rows { get; private set; }

    /// <summary>Whether any source row with this question was seen.</summary>
    public bool HasIntake { get; private set; }

    /// <summary>Failures that nobody answered or reopened since.</summary>
    public IEnumerable<Failure> Failures => _failures?.Where(failure => !failure.Reopened) ?? [];

    /// <summary>What cleaning said last; null: it never named the question.</summary>
    public Verdict? Cleaning { get; private set; }

    /// <summary>The plan under which nothing is left to do; null when there is something.</summary>
    public Digest? Concluded => _sealedGeneration == Generation - 1 ? _sealedPlan : null;

    // Facts that count; the seal in force is the one without a fingerprint.
    int Generation => _fingerprints.Count + (_sealedPlan is null ? 0 : 1);

    /// <summary>Whether nothing is left to do under a plan.</summary>
    public bool IsSealed(Digest plan) => Concluded == plan;

    /// <summary>Whether a fact was noted. Of annotations it cannot tell.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="key">Its key.</param>
    public bool Knows(Fact fact, Digest key) => fact is AttemptFact { Role: ModelRole.Embedder } attempt
        ? _failures?.Any(failure => failure.Trace == attempt.Trace && failure.Number >= attempt.Number) ?? false
        : IsInForce(fact) || Knows(key);

    /// <summary>Whether a fact with this key was noted that is neither an annotation nor a seal.</summary>
    public bool Knows(Digest key) => _fingerprints.Contains(Fingerprint(key));

    /// <summary>Takes note of a fact. A seal is put in force by <see cref="Seal"/> before.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="position">Where it stands.</param>
    /// <param name="answered">For an attempt: whether the log has the response already, from another process for one. Then nothing
    /// failed.</param>
    public void Note(Fact fact, FactPosition position, bool answered)
    {
        _positions.Add(position);
        if (QuestionDossier.Counts(fact) && !IsInForce(fact)) _fingerprints.Add(Fingerprint(fact.Key));
        switch (fact)
        {
            case IntakeFact:
                HasIntake = true;
                break;
            case RemovalFact removal when removal.Number > (Cleaning?.Number ?? -1):
                Cleaning = Verdict.Of(removal);
                break;
            case ResponseFact response:
                Answered(response.Trace);
                break;
            case AttemptFact attempt when !answered:
                Fail(new(attempt.Trace, attempt.Number, attempt.Failure.Reason, Imported: attempt.Origin is not null));
                break;
            case ReopenFact reopen:
                var index = _failures?.FindIndex(failure => failure.Trace == reopen.Trace && failure.Number <= reopen.Number) ?? -1;
                if (index >= 0) _failures![index] = _failures[index] with { Reopened = true };
                break;
        }
    }

    /// <summary>A failure that was had all the same is none.</summary>
    public void Answered(TraceId trace) => _failures?.RemoveAll(failure => failure.Trace == trace);

    /// <summary>The number of the next try; null where the last one failed for good.</summary>
    /// <param name="trace">What is tried.</param>
    public int? NextTry(Func<TraceId> trace)
    {
        if (_failures is not { Count: > 0 }) return 0;
        var index = _failures.FindIndex(failure => failure.Trace == trace());
        return index < 0 ? 0 : _failures[index].Reopened ? _failures[index].Number + 1 : null;
    }

    /// <summary>Whether a seal holds: it rests on more than the one in force.</summary>
    public bool Admits(SealFact seal) => seal.Generation > _sealedGeneration;

    /// <summary>Puts a seal in force.</summary>
    public void Seal(SealFact seal, SealedRows rows)
    {
        if (_sealedPlan is { } plan)
            _fingerprints.Add(Fingerprint((seal with { Plan = plan, Generation = _sealedGeneration }).Key));
        (_sealedPlan, _sealedGeneration, Rows) = (seal.Plan, seal.Generation, rows);
    }

    // Plan and generation are all of a seal's key that the question leaves open.
    bool IsInForce(Fact fact) => fact is SealFact seal && seal.Generation == _sealedGeneration && seal.Plan == _sealedPlan;

    void Fail(Failure failure)
    {
        _failures ??= [];
        var index = _failures.FindIndex(known => known.Trace == failure.Trace);
        if (index < 0) _failures.Add(failure);
        else if (_failures[index].Number < failure.Number) _failures[index] = failure;
    }

    static ulong Fingerprint(Digest key) => (ulong)key.Value;

    /// <summary>What cleaning came to.</summary>
    /// <param name="Rule">By which rule.</param>
    /// <param name="Number">0-based number of the verdict.</param>
    /// <param name="Reason">Why the question is removed; null: it is kept.</param>
    /// <param name="Says">64 bits of all it says, to tell it from another verdict.</param>
    internal readonly record struct Verdict(Digest Rule, int Number, string? Reason, ulong Says)
    {
        /// <summary>That of a fact.</summary>
        public static Verdict Of(RemovalFact fact) => new(fact.Rule, fact.Number, fact.Reason, Fingerprint(
            Digest.Of(fact.Reason ?? "", fact.Detail ?? "", fact.Matched ?? "", fact.Of?.ToString() ?? "")));
    }

    /// <summary>A response that was not to be had.</summary>
    /// <param name="Trace">The trace.</param>
    /// <param name="Number">Number of the last attempt.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Imported">Whether it came with a source, so that there is nobody to ask again.</param>
    /// <param name="Reopened">Whether the operator wants it tried again.</param>
    internal readonly record struct Failure(TraceId Trace, int Number, string Reason, bool Imported, bool Reopened = false);
}
