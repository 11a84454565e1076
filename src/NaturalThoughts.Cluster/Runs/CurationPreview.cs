using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Data.Benchmarks;
using NaturalThoughts.Data.Intake;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>What curating a spec would do. Reads the sources; writes nothing and asks nobody.</summary>
public sealed record CurationPreview
{
    /// <summary>The run.</summary>
    public required string Run { get; init; }

    /// <summary>Rows of all sources (up to the limit).</summary>
    public long Rows { get; init; }

    /// <summary>Different questions.</summary>
    public long Questions { get; init; }

    /// <summary>Rows that cannot be used, by reason.</summary>
    public ImmutableSortedDictionary<string, long> Unusable { get; init; } = ImmutableSortedDictionary<string, long>.Empty;

    /// <summary>Of the different questions, those that a benchmark has: nobody is asked about them. Near duplicates are looked for by
    /// <c>curate</c> alone.</summary>
    public long Contaminated { get; init; }

    /// <summary>Responses that come with the sources.</summary>
    public long Imported { get; init; }

    /// <summary>Responses that the spec asks for and another run has paid for already; part of <see cref="Imported"/>.</summary>
    public long Paid { get; init; }

    /// <summary>Responses that models are asked for.</summary>
    public long Asked { get; init; }

    /// <summary>Tokens of all prompts, by the default tokenizer.</summary>
    public long PromptTokens { get; init; }

    /// <summary>Most tokens the models may answer with; null where a model has no <c>max_tokens</c>.</summary>
    public long? MostTokens { get; init; }

    /// <summary>Judgements that models are asked for at most.</summary>
    public ImmutableArray<PreviewedRubric> Judgements { get; init; } = [];

    /// <summary>The first request, rendered, for each model and rubric that is asked.</summary>
    public ImmutableArray<RenderedRequest> First { get; init; } = [];

    /// <summary>The columns recipes will see.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    /// <summary>Selections and datasets that would be made.</summary>
    public ImmutableArray<string> Outputs { get; init; } = [];

    /// <summary>Reads the sources of a spec.</summary>
    /// <param name="order">The spec.</param>
    /// <param name="root">The folder of runs, where a source may be another run.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<Checked<CurationPreview>> OfAsync(CurateOrder order, string root, CancellationToken cancellation)
    {
        var read = RunCatalog.ReadWhole(order);
        if (!read.Ok) return new(read.Problems);
        var parts = SourcePart.Find(read.Value, order.Folder, root);
        var missing = parts.Problems.AddRange(BenchmarkFiles.Check(read.Value.Clean, order.Folder));
        if (!missing.IsEmpty) return new(missing);
        try
        {
            var benchmarks = await BenchmarkFiles.ReadAsync(read.Value.Clean, order.Folder, cancellation);
            if (!benchmarks.Ok) return new(benchmarks.Problems);
            return new(await new PreviewReading(read.Value, order.Limit, benchmarks.Value.Index).OfAsync(parts.Value!, cancellation));
        }
        catch (Exception error) when (Refusal.Of(error, read.Value.Run) is { } problem)
        {
            return new([problem]);
        }
    }
}

/// <summary>A request as a server would get it.</summary>
/// <param name="Role">In which role the model is asked.</param>
/// <param name="Model">The model.</param>
/// <param name="Body">The body of the call.</param>
/// <param name="Rubric">For a judgement: the rubric.</param>
public sealed record RenderedRequest(string Role, string Model, string Body, string? Rubric = null)
{
    static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static RenderedRequest Of(ModelRole role, ModelRequest request)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body, Readable)) request.WriteJson(writer, 0);
        return new(role.ToString().ToLowerInvariant(), request.Model, Encoding.UTF8.GetString(body.ToArray()), request.Rubric?.Rubric);
    }
}
