using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Log;

namespace NaturalThoughts.Cluster.Shards;

/// <summary>What a shard keeps in memory about one question: where its facts stand, and how far it is. No text.</summary>
sealed class QuestionEntry
{
    readonly List<FactPosition> _positions = [];
    Dictionary<TraceId, Failure>? _failures;
    ImmutableArray<int> _rows = [];
    Digest? _sealedPlan;
    int _sealedGeneration = -1;
    int _generation;

    /// <summary>Where the question's facts stand in the log, in log order.</summary>
    public IReadOnlyList<FactPosition> Positions => _positions;

    /// <summary>Rows of the feature table that belong to the seal in force.</summary>
    public IReadOnlyList<int> Rows => _rows;

    /// <summary>Whether any source row with this question was seen.</summary>
    public bool HasIntake { get; private set; }

    /// <summary>Failures that nobody answered or reopened since.</summary>
    public IEnumerable<Failure> Failures => _failures?.Values.Where(failure => !failure.Reopened) ?? [];

    /// <summary>The plan under which nothing is left to do; null when there is something.</summary>
    public Digest? Concluded => _sealedGeneration == _generation - 1 ? _sealedPlan : null;

    /// <summary>Whether nothing is left to do under a plan.</summary>
    public bool IsSealed(Digest plan) => Concluded == plan;

    /// <summary>Takes note of a fact. A seal is put in force by <see cref="Seal"/> before.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="position">Where it stands.</param>
    /// <param name="answered">For an attempt: whether the log has the response already, from another process for one. Then nothing
    /// failed.</param>
    public void Note(Fact fact, FactPosition position, bool answered)
    {
        _positions.Add(position);
        if (Core.Curation.QuestionDossier.Counts(fact)) _generation++;
        switch (fact)
        {
            case IntakeFact:
                HasIntake = true;
                break;
            case ResponseFact response:
                _failures?.Remove(response.Trace);
                break;
            case AttemptFact attempt when !answered:
                _failures ??= [];
                if (!_failures.TryGetValue(attempt.Trace, out var known) || known.Number < attempt.Number)
                    _failures[attempt.Trace] =
                        new(attempt.Trace, attempt.Number, attempt.Failure.Reason, Imported: attempt.Origin is not null);
                break;
            case ReopenFact reopen:
                if (_failures is not null && _failures.TryGetValue(reopen.Trace, out var failure) && failure.Number <= reopen.Number)
                    _failures[reopen.Trace] = failure with { Reopened = true };
                break;
        }
    }

    /// <summary>Whether a seal holds: it rests on more than the one in force.</summary>
    public bool Admits(SealFact seal) => seal.Generation > _sealedGeneration;

    /// <summary>Puts a seal in force.</summary>
    public void Seal(SealFact seal, ImmutableArray<int> rows)
    {
        (_sealedPlan, _sealedGeneration) = (seal.Plan, seal.Generation);
        _rows = rows;
    }

    /// <summary>A response that was not to be had.</summary>
    /// <param name="Trace">The trace.</param>
    /// <param name="Number">Number of the last attempt.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Imported">Whether it came with a source, so that there is nobody to ask again.</param>
    /// <param name="Reopened">Whether the operator wants it tried again.</param>
    internal readonly record struct Failure(TraceId Trace, int Number, string Reason, bool Imported, bool Reopened = false);
}
