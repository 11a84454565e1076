using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Log;

namespace NaturalThoughts.Cluster.Shards;

/// <summary>A shard's memory: a fold over its log. The same log gives the same state, whoever folds it.</summary>
/// <param name="schema">The run's columns.</param>
sealed class ShardState(FeatureSchema schema)
{
    readonly HashSet<Digest> _keys = [];
    readonly Dictionary<QuestionId, QuestionEntry> _questions = [];
    readonly SortedDictionary<string, long> _unusable = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, long> _responses = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, long> _failed = new(StringComparer.Ordinal);
    readonly Dictionary<Digest, long> _sealed = [];

    // The digest of each row of the table, so that a later seal can take it out of the sum again.
    readonly List<UInt128> _sealedRows = [];
    long _questionRows;
    long _completionTokens;
    long _traces;
    UInt128 _snapshot;

    /// <summary>The columns that recipes see.</summary>
    public FeatureTable Table { get; } = new(schema);

    /// <summary>
    /// Digest of what can be selected from, the same in whatever order it came: the sum of the digests of all visible traces.
    /// </summary>
    /// <remarks>A sum modulo 2^128 of SHA-256 prefixes: order-independent and mergeable; an honest run meets a collision with
    /// probability 2^-128.</remarks>
    public UInt128 SnapshotDigest => _snapshot;

    /// <summary>Traces that can be selected from.</summary>
    public long Traces => _traces;

    /// <summary>All questions, in no particular order.</summary>
    public IReadOnlyDictionary<QuestionId, QuestionEntry> Questions => _questions;

    /// <summary>Whether the log has a fact with this key.</summary>
    public bool Knows(Digest key) => _keys.Contains(key);

    /// <summary>Takes a fact that is durable; the first one with a key counts.</summary>
    /// <returns>The question that may have work to do now.</returns>
    public QuestionId? Apply(Fact fact, FactPosition position)
    {
        if (!_keys.Add(fact.Key)) return null;
        switch (fact)
        {
            case IntakeFact { Rejected: { } rejected }:
                Count(_unusable, rejected.Reason);
                return null;
            default:
                return Note(fact, position);
        }
    }

    /// <summary>Counts as of now.</summary>
    /// <param name="plan">The plan questions count as sealed under.</param>
    public ShardCounts Counts(Digest plan) => new()
    {
        Questions = _questionRows,
        Unique = _questions.Count,
        Unusable = _unusable.ToImmutableSortedDictionary(StringComparer.Ordinal),
        Responses = _responses.ToImmutableSortedDictionary(StringComparer.Ordinal),
        Failed = _failed.ToImmutableSortedDictionary(StringComparer.Ordinal),
        Sealed = _sealed.GetValueOrDefault(plan),
        Traces = _traces,
        CompletionTokens = _completionTokens,
    };

    QuestionId Note(Fact fact, FactPosition position)
    {
        var question = QuestionOf(fact);
        if (!_questions.TryGetValue(question, out var entry)) _questions[question] = entry = new();
        Tally(entry, -1);
        if (fact is SealFact seal && entry.Admits(seal)) Seal(entry, seal);
        entry.Note(fact, position, answered: fact is AttemptFact { Trace: var trace } && Knows(new(trace.Value)));
        Tally(entry, +1);
        if (fact is IntakeFact) _questionRows++;
        if (fact is ResponseFact { Response: var response })
        {
            Count(_responses, $"{response.Role.ToString().ToLowerInvariant()} {response.Model}");
            _completionTokens += response.Usage?.Completion ?? 0;
        }

        return question;
    }

    // What a question adds to the counts is taken out before it changes and put back after, so that nobody has to go through all of them.
    void Tally(QuestionEntry entry, int sign)
    {
        foreach (var failure in entry.Failures) Count(_failed, failure.Reason, sign);
        if (entry.Concluded is { } plan) _sealed[plan] = _sealed.GetValueOrDefault(plan) + sign;
    }

    void Seal(QuestionEntry entry, SealFact seal)
    {
        foreach (var row in entry.Rows)
        {
            _snapshot -= _sealedRows[row];
            Table.Hide(row);
        }

        var values = new FeatureValue[schema.Columns.Length];
        var rows = ImmutableArray.CreateBuilder<int>(seal.Traces.Length);
        foreach (var trace in seal.Traces)
        {
            for (var column = 0; column < values.Length; column++)
                values[column] = trace.Values.GetValueOrDefault(schema.Columns[column].Name, FeatureValue.Null);
            rows.Add(Table.Add(trace.Trace, seal.Question, values));
            _sealedRows.Add(RowDigest(trace));
            _snapshot += _sealedRows[^1];
        }

        _traces += seal.Traces.Length - entry.Rows.Count;
        entry.Seal(seal, rows.ToImmutable());
    }

    static UInt128 RowDigest(SealedTrace trace) =>
        Digest.Of([trace.Trace.ToString(), trace.Text.ToString(), .. trace.Values.Select(value => $"{value.Key}={value.Value}")]).Value;

    static QuestionId QuestionOf(Fact fact) => fact switch
    {
        IntakeFact intake => intake.Question!.Id,
        ResponseFact response => response.Question,
        AttemptFact attempt => attempt.Question,
        AnnotationFact annotation => annotation.Question,
        ReopenFact reopen => reopen.Question,
        SealFact seal => seal.Question,
        _ => throw new InvalidOperationException($"A shard has no place for {fact.GetType().Name}."),
    };

    static void Count(SortedDictionary<string, long> counts, string name, int by = 1)
    {
        var count = counts.GetValueOrDefault(name) + by;
        if (count == 0) counts.Remove(name);
        else counts[name] = count;
    }
}
