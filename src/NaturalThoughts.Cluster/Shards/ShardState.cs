using System.Collections.Immutable;
using NaturalThoughts.Cluster.Shards.Memory;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Memory;
using NaturalThoughts.Core.Rubrics;
using NaturalThoughts.Data.Log;

namespace NaturalThoughts.Cluster.Shards;

/// <summary>A shard's memory: a fold over its log. The same log gives the same state, whoever folds it.</summary>
sealed partial class ShardState
{
    // Those of what is under way and of what was sealed last: 64 questions with 64 annotations each, four times over.
    const int RecentAnnotations = 1 << 14;

    readonly RecentKeys _annotations = new(RecentAnnotations);
    readonly IdIndex _rejectedRows = new();
    readonly SortedDictionary<string, long> _unusable = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, long> _responses = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, long> _tokens = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, long> _failed = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, long> _unreadable = new(StringComparer.Ordinal);
    readonly Dictionary<Digest, long> _sealed = [];
    readonly Dictionary<(Digest Rule, string Reason), long> _removed = [];
    readonly Dictionary<(Digest Plan, Digest Rule), long> _removedAndSealed = [];
    long _questionRows;
    long _spent;
    long _estimated;
    long _traces;
    UInt128 _snapshot;
    UInt128 _intake;

    /// <summary>Nothing folded yet.</summary>
    /// <param name="schema">The run's columns.</param>
    public ShardState(FeatureSchema schema)
    {
        var index = new IdIndex();
        Table = new(schema, index);
        Questions = new(index, Table);
    }

    /// <summary>The columns that recipes see.</summary>
    public FeatureTable Table { get; }

    /// <summary>All questions, in the order in which the log first names them.</summary>
    public PackedQuestions Questions { get; }

    /// <summary>Which questions a model has embedded.</summary>
    public EmbeddedQuestions Embedded { get; } = new();

    /// <summary>
    /// Digest of what can be selected from, the same in whatever order it came: the sum of the digests of all visible traces.
    /// </summary>
    /// <remarks>A sum modulo 2^128 of SHA-256 prefixes: order-independent and mergeable; an honest run meets a collision with
    /// probability 2^-128.</remarks>
    public UInt128 SnapshotDigest => _snapshot;

    /// <summary>Names the rows with a question: the sum of their keys modulo 2^128.</summary>
    public UInt128 Intake => _intake;

    /// <summary>Tokens that models generated for these questions.</summary>
    public long Spent => _spent;

    /// <summary>Traces that can be selected from.</summary>
    public long Traces => _traces;

    /// <summary>Whether the log has a fact with this one's key. Of an annotation it can tell only while its key is among the last 16,384:
    /// the log may get a straggler's copy of an older one, which <see cref="Core.Curation.QuestionDossier"/> leaves out.</summary>
    public bool Knows(Fact fact)
    {
        var key = fact.Key;
        return fact switch
        {
            AnnotationFact => _annotations.Contains(key),
            IntakeFact { Rejected: not null } => _rejectedRows.Find(key.Value) >= 0,
            EmbeddingFact embedding => IsEmbedded(embedding.Question, embedding.Request),
            _ => Questions.TryGetValue(QuestionOf(fact), out var entry) && entry.Knows(fact, key),
        };
    }

    /// <summary>Takes a fact that is durable; the first one with a key counts.</summary>
    /// <returns>The question that may have work to do now.</returns>
    public QuestionId? Apply(Fact fact, FactPosition position)
    {
        if (Knows(fact)) return null;
        if (fact is IntakeFact { Rejected: { } rejected })
        {
            _rejectedRows.Add(fact.Key.Value);
            Count(_unusable, rejected.Reason);
            return null;
        }

        if (fact is EmbeddingFact embedding)
        {
            Note(embedding);
            return null;
        }

        if (fact is AnnotationFact) _annotations.Add(fact.Key);
        var question = QuestionOf(fact);
        Questions.Change(question, entry => Note(entry, fact, position));
        return question;
    }

    /// <summary>Whether a question was embedded.</summary>
    public bool IsEmbedded(QuestionId question, Digest request) => Embedded.Contains(request, Questions.Index.Find(question.Value));

    /// <summary>The number of the next try to embed a question; null where it has no traces under the plan, has been embedded, or the last
    /// try failed for good.</summary>
    public int? NextEmbedding(QuestionId question, Digest request, Digest plan) =>
        Questions.TryGetValue(question, out var entry) && entry.IsSealed(plan) && entry.Rows.Count > 0 && !IsEmbedded(question, request)
            ? entry.NextTry(() => TraceId.Of(question, request, 0)) : null;

    /// <summary>Counts as of now.</summary>
    /// <param name="plan">The plan questions count as sealed under.</param>
    /// <param name="rule">The rule by which questions count as removed; null: none is.</param>
    public ShardCounts Counts(Digest plan, Digest? rule = null)
    {
        var removed = _removed.Where(pair => pair.Key.Rule == rule && pair.Value > 0)
            .ToImmutableSortedDictionary(pair => pair.Key.Reason, pair => pair.Value, StringComparer.Ordinal);
        var concluded = _sealed.GetValueOrDefault(plan);
        return new()
        {
            Questions = _questionRows,
            Unique = Questions.Count - removed.Values.Sum(),
            Unusable = _unusable.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Responses = _responses.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Failed = _failed.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Unreadable = _unreadable.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Sealed = concluded - (rule is { } by ? _removedAndSealed.GetValueOrDefault((plan, by)) : 0),
            Traces = _traces,
            Tokens = _tokens.ToImmutableSortedDictionary(StringComparer.Ordinal),
            Spent = _spent,
            Estimated = _estimated,
            Removed = removed,
            Open = Questions.Count - concluded,
            Intake = new(_intake),
        };
    }

    void Note(QuestionEntry entry, Fact fact, FactPosition position)
    {
        Tally(entry, -1);
        if (fact is SealFact seal && entry.Admits(seal)) Seal(entry, seal);
        entry.Note(fact, position, answered: fact is AttemptFact attempt
            && (entry.Knows(new Digest(attempt.Trace.Value)) || IsEmbedded(attempt.Question, attempt.Request)));
        Tally(entry, +1);
        if (fact is IntakeFact)
        {
            _questionRows++;
            _intake += fact.Key.Value;
        }

        if (fact is ResponseFact { Response: var said, Rubric: var rubric })
        {
            var who = $"{said.Role.ToString().ToLowerInvariant()} {said.Model}{(rubric is null ? "" : $" {rubric}")}";
            Count(_responses, who);
            Count(_tokens, who, said.Usage?.Completion ?? 0);
        }

        if (fact is ResponseFact { Origin: null, Run: null } asked)
            Spend(Math.Max(0, asked.Response.Usage?.Completion ?? 0), asked.Uncounted ?? 0);
        if (fact is AttemptFact { Origin: null } tried) Spend(0, tried.Uncounted ?? 0);
    }

    // Beside the question's own facts: it makes no work, and nobody who reads them wants the vector.
    void Note(EmbeddingFact embedding)
    {
        Questions.Change(embedding.Question, entry =>
        {
            Tally(entry, -1);
            entry.Answered(embedding.Trace);
            Tally(entry, +1);
        });
        Embedded.Add(embedding.Request, Questions.Index.Find(embedding.Question.Value));
        Count(_responses, $"embedder {embedding.Model}");
    }

    void Spend(long counted, long estimated)
    {
        _spent += counted + estimated;
        _estimated += estimated;
    }

    // What a question adds to the counts is taken out before it changes and put back after, so that nobody has to go through all of them.
    void Tally(QuestionEntry entry, int sign)
    {
        foreach (var failure in entry.Failures)
            Count(RubricReading.IsOfReply(failure.Reason) ? _unreadable : _failed, failure.Reason, sign);
        if (entry.Concluded is { } plan) _sealed[plan] = _sealed.GetValueOrDefault(plan) + sign;
        if (entry.Cleaning is not { Reason: { } why, Rule: var rule }) return;
        _removed[(rule, why)] = _removed.GetValueOrDefault((rule, why)) + sign;
        if (entry.Concluded is { } under) _removedAndSealed[(under, rule)] = _removedAndSealed.GetValueOrDefault((under, rule)) + sign;
    }

    void Seal(QuestionEntry entry, SealFact seal)
    {
        foreach (var row in entry.Rows.All) Table.Hide(row);
        var columns = Table.Schema.Columns;
        var values = new FeatureValue[columns.Length];
        var (first, digest) = (Table.Count, UInt128.Zero);
        foreach (var trace in seal.Traces)
        {
            for (var column = 0; column < values.Length; column++)
                values[column] = trace.Values.GetValueOrDefault(columns[column].Name, FeatureValue.Null);
            Table.Add(trace.Trace, seal.Question, values);
            digest += RowDigest(trace);
        }

        _traces += seal.Traces.Length - entry.Rows.Count;
        _snapshot += digest - entry.Rows.Digest;
        entry.Seal(seal, new(first, seal.Traces.Length, digest));
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
        RemovalFact removal => removal.Question,
        SealFact seal => seal.Question,
        _ => throw new InvalidOperationException($"A shard has no place for {fact.GetType().Name}."),
    };

    static void Count(SortedDictionary<string, long> counts, string name, long by = 1)
    {
        var count = counts.GetValueOrDefault(name) + by;
        if (count == 0) counts.Remove(name);
        else counts[name] = count;
    }
}
