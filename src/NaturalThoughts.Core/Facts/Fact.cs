using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Responses;

namespace NaturalThoughts.Core.Facts;

/// <summary>Something that happened and stays true. In a shard's log the first fact with a key wins; a later one with the same key says
/// nothing new.</summary>
[GenerateSerializer, Immutable, Alias("nt.Fact")]
public abstract record Fact
{
    // Boxed, so that whoever reads it meanwhile sees all of it or nothing.
    [NonSerialized]
    StrongBox<Digest>? _key;

    /// <summary>A fact.</summary>
    protected Fact()
    {
    }

    /// <summary>A copy, which may be changed and has to make its own key.</summary>
    protected Fact(Fact original) => ArgumentNullException.ThrowIfNull(original);

    /// <summary>The deterministic key. It is asked for a dozen times on a fact's way, and made once.</summary>
    public Digest Key => (_key ??= new(MakeKey())).Value;

    /// <summary>Whether both are facts of one kind; the kinds compare what they say.</summary>
    public virtual bool Equals(Fact? other) => other is not null && EqualityContract == other.EqualityContract;

    /// <inheritdoc/>
    public override int GetHashCode() => EqualityContract.GetHashCode();

    /// <summary>Makes the key.</summary>
    protected abstract Digest MakeKey();
}

/// <summary>What became of one row of a source: a question, or a rejection with its reason.</summary>
[GenerateSerializer, Immutable, Alias("nt.IntakeFact")]
public sealed record IntakeFact : Fact
{
    /// <summary>Digest of the file's bytes.</summary>
    [Id(0)] public required Digest FileDigest { get; init; }

    /// <summary>The row.</summary>
    [Id(1)] public required SourceRow Origin { get; init; }

    /// <summary>The question; null exactly when the row was rejected.</summary>
    [Id(2)] public Question? Question { get; init; }

    /// <summary>Why the row cannot be used.</summary>
    [Id(3)] public Rejection? Rejected { get; init; }

    /// <inheritdoc/>
    protected override Digest MakeKey() => Origin.Via is { } via
        ? Digest.Of("intake", $"{Origin.Source}", FileDigest.ToString(), $"{Origin.Row}", via)
        : Digest.Of("intake", $"{Origin.Source}", FileDigest.ToString(), $"{Origin.Row}");
}

/// <summary>A response to a question, or an annotator's or judge's reply about it; its key is the trace's id.</summary>
[GenerateSerializer, Immutable, Alias("nt.ResponseFact")]
public sealed record ResponseFact : Fact
{
    /// <summary>The question.</summary>
    [Id(0)] public required QuestionId Question { get; init; }

    /// <summary>The response, whole.</summary>
    [Id(1)] public required Response Response { get; init; }

    /// <summary>For an import: the row it came with.</summary>
    [Id(2)] public SourceRow? Origin { get; init; }

    /// <summary>Tokens generated for it that its usage does not count, estimated where no server counted them: those of failed tries, of a
    /// response cut short before, and all of it where the server counts none.</summary>
    [Id(3)] public long? Uncounted { get; init; }

    /// <summary>The run that asked the model for it, where that was another one.</summary>
    [Id(4)] public string? Run { get; init; }

    /// <summary>For a reply of an annotator or judge: the rubric's name.</summary>
    [Id(5)] public string? Rubric { get; init; }

    /// <summary>For such a reply: the trace judged; null: the question.</summary>
    [Id(6)] public TraceId? About { get; init; }

    /// <summary>The trace's id.</summary>
    public TraceId Trace => new(Key.Value);

    /// <inheritdoc/>
    protected override Digest MakeKey() => new(TraceId.Of(Question, Response.Request, Response.Sample).Value);

    /// <summary>This response of a run's log as a fact of another run that imports it: the same trace.</summary>
    /// <param name="from">The run that is imported.</param>
    /// <param name="importer">The run that imports.</param>
    /// <param name="source">0-based position in the importing run's spec.</param>
    public ResponseFact Imported(string from, string importer, int source) => this with
    {
        Origin = Origin?.Imported(from, importer, source),
        Run = Origin is not null || (Run ?? from) == importer ? null : Run ?? from,
    };
}

/// <summary>A try at a response that failed for good; superseded by any later response to the same request and sample, and reopened by
/// <c>retry</c>.</summary>
[GenerateSerializer, Immutable, Alias("nt.AttemptFact")]
public sealed record AttemptFact : Fact
{
    /// <summary>The question.</summary>
    [Id(0)] public required QuestionId Question { get; init; }

    /// <summary>Digest of the request.</summary>
    [Id(1)] public required Digest Request { get; init; }

    /// <summary>0-based sample number.</summary>
    [Id(2)] public int Sample { get; init; }

    /// <summary>0-based number of the try; <c>retry</c> opens the next one.</summary>
    [Id(3)] public int Number { get; init; }

    /// <summary>In which role the model was asked.</summary>
    [Id(4)] public required ModelRole Role { get; init; }

    /// <summary>The model asked.</summary>
    [Id(5)] public required string Model { get; init; }

    /// <summary>Why.</summary>
    [Id(6)] public required Rejection Failure { get; init; }

    /// <summary>For an import: the row it came with.</summary>
    [Id(7)] public SourceRow? Origin { get; init; }

    /// <summary>Tokens that the tries generated all the same, estimated where no server counted them.</summary>
    [Id(8)] public long? Uncounted { get; init; }

    /// <summary>For a judgement that was not to be had: the rubric's name.</summary>
    [Id(9)] public string? Rubric { get; init; }

    /// <summary>For such a judgement: the trace to be judged; null: the question.</summary>
    [Id(10)] public TraceId? About { get; init; }

    /// <summary>The id the trace would have had.</summary>
    public TraceId Trace => TraceId.Of(Question, Request, Sample);

    /// <inheritdoc/>
    protected override Digest MakeKey() => Digest.Of("attempt", Trace.ToString(), $"{Number}");
}

/// <summary>A judgement about a trace, or about a question when <see cref="Trace"/> is null, by a named, versioned annotator.</summary>
[GenerateSerializer, Immutable, Alias("nt.AnnotationFact")]
public sealed record AnnotationFact : Fact
{
    /// <summary>The question (for a trace: its question).</summary>
    [Id(0)] public required QuestionId Question { get; init; }

    /// <summary>The trace or baseline response judged.</summary>
    [Id(1)] public TraceId? Trace { get; init; }

    /// <summary>The annotator's name.</summary>
    [Id(2)] public required string Annotator { get; init; }

    /// <summary>Digest of the annotator's request, or of its code version, parameters and inputs.</summary>
    [Id(3)] public required Digest Request { get; init; }

    /// <summary>What it says, by column name; a null value is “cannot tell”.</summary>
    [Id(4)] public required ImmutableSortedDictionary<string, FeatureValue> Values { get; init; }

    /// <summary>Where in the reasoning it saw it, for annotators that point.</summary>
    [Id(5)] public ImmutableArray<Evidence> Evidence { get; init; } = [];

    /// <inheritdoc/>
    protected override Digest MakeKey() => Digest.Of("annotation", Question.ToString(), Trace?.ToString() ?? "", Request.ToString());
}

/// <summary>An operator wants a failed response tried again: attempts up to <see cref="Number"/> are no longer final.</summary>
[GenerateSerializer, Immutable, Alias("nt.ReopenFact")]
public sealed record ReopenFact : Fact
{
    /// <summary>The question.</summary>
    [Id(0)] public required QuestionId Question { get; init; }

    /// <summary>The trace that was not to be had.</summary>
    [Id(1)] public required TraceId Trace { get; init; }

    /// <summary>Number of the attempt that is forgiven.</summary>
    [Id(2)] public int Number { get; init; }

    /// <inheritdoc/>
    protected override Digest MakeKey() => Digest.Of("reopen", Trace.ToString(), $"{Number}");
}

/// <summary>What cleaning came to about a question: it is removed, or kept although it was removed before. Holds until the next one, and as
/// long as the spec cleans by the same rule.</summary>
[GenerateSerializer, Immutable, Alias("nt.RemovalFact")]
public sealed record RemovalFact : Fact
{
    /// <summary>The question.</summary>
    [Id(0)] public required QuestionId Question { get; init; }

    /// <summary>The rule: a digest of the spec's section, the benchmarks' contents and the version of the code.</summary>
    [Id(1)] public required Digest Rule { get; init; }

    /// <summary>0-based number of the verdict, under whatever rule; the highest one holds.</summary>
    [Id(2)] public required int Number { get; init; }

    /// <summary>Why it is removed, in kebab case (<c>contaminated</c>, <c>near-duplicate</c>); null: it is kept.</summary>
    [Id(3)] public string? Reason { get; init; }

    /// <summary>The case, in a sentence.</summary>
    [Id(4)] public string? Detail { get; init; }

    /// <summary>For a contaminated one: the words that the benchmark has too, as the question writes them.</summary>
    [Id(5)] public string? Matched { get; init; }

    /// <summary>For a near duplicate: the question that is kept.</summary>
    [Id(6)] public QuestionId? Of { get; init; }

    /// <inheritdoc/>
    protected override Digest MakeKey() => Digest.Of("removal", Question.ToString(), Rule.ToString(), $"{Number}");
}

/// <summary>All that the spec asks for about a question is committed or has failed for good: from here on its traces can be selected.
/// Carries the traces' columns, so that a shard's memory is rebuilt from seals alone.</summary>
[GenerateSerializer, Immutable, Alias("nt.SealFact")]
public sealed record SealFact : Fact
{
    /// <summary>The question.</summary>
    [Id(0)] public required QuestionId Question { get; init; }

    /// <summary>Digest of what the spec asked for: models, prompts, parameters, annotators.</summary>
    [Id(1)] public required Digest Plan { get; init; }

    /// <summary>How many facts of the question came before it, annotations aside; of two seals the one that rests on more holds.</summary>
    [Id(2)] public required int Generation { get; init; }

    /// <summary>The teacher traces that belong to the question now, in id order.</summary>
    [Id(3)] public required ImmutableArray<SealedTrace> Traces { get; init; }

    /// <inheritdoc/>
    protected override Digest MakeKey() => Digest.Of("seal", Question.ToString(), Plan.ToString(), $"{Generation}");
}

/// <summary>A trace as recipes see it.</summary>
/// <param name="Trace">Its id.</param>
/// <param name="Text">Digest of the raw response.</param>
/// <param name="Values">Its columns by name; nulls are left out.</param>
[GenerateSerializer, Immutable, Alias("nt.SealedTrace")]
public sealed record SealedTrace(
    [property: Id(0)] TraceId Trace,
    [property: Id(1)] Digest Text,
    [property: Id(2)] ImmutableSortedDictionary<string, FeatureValue> Values);
