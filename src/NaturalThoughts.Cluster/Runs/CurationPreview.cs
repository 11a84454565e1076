using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Intake;
using NaturalThoughts.Inference.Tokens;

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

    /// <summary>Responses that come with the sources.</summary>
    public long Imported { get; init; }

    /// <summary>Responses that models are asked for.</summary>
    public long Asked { get; init; }

    /// <summary>Tokens of all prompts, by the default tokenizer.</summary>
    public long PromptTokens { get; init; }

    /// <summary>Most tokens the models may answer with; null where a model has no <c>max_tokens</c>.</summary>
    public long? MostTokens { get; init; }

    /// <summary>The first request, rendered, for each model that is asked.</summary>
    public ImmutableArray<RenderedRequest> First { get; init; } = [];

    /// <summary>The columns recipes will see.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    /// <summary>Selections and datasets that would be made.</summary>
    public ImmutableArray<string> Outputs { get; init; } = [];

    /// <summary>Reads the sources of a spec.</summary>
    public static async Task<Checked<CurationPreview>> OfAsync(CurateOrder order, CancellationToken cancellation)
    {
        var read = RunCatalog.Read(order);
        if (!read.Ok) return new(read.Problems);
        var spec = read.Value;
        var files = SourceIntake.Find(spec, order.Folder);
        if (!files.Ok) return new(files.Problems);

        var asked = spec.Teachers.Select(name => (Role: ModelRole.Teacher, Model: spec.Models[name]))
            .Concat(spec.Baselines.Select(name => (Role: ModelRole.Baseline, Model: spec.Models[name]))).ToList();
        var seen = new HashSet<QuestionId>();
        var contents = new HashSet<(int Source, Digest Digest)>();
        var unusable = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        var first = ImmutableArray<RenderedRequest>.Empty;
        var (rows, imported, promptTokens) = (0L, 0L, 0L);
        foreach (var (source, index, file) in files.Value)
        {
            if (!contents.Add((index, await SourceFiles.DigestOf(file, cancellation)))) continue;
            await foreach (var row in new SourceReader().Read(source, index, file, default, cancellation))
            {
                if (order.Limit <= seen.Count && (row.Intake.Question is null || !seen.Contains(row.Intake.Question.Id))) continue;
                rows++;
                imported += row.Responses.Length;
                if (row.Intake.Rejected is { } rejected) unusable[rejected.Reason] = unusable.GetValueOrDefault(rejected.Reason) + 1;
                if (row.Intake.Question is not { } question || !seen.Add(question.Id)) continue;
                if (first.IsEmpty) first = [.. asked.Select(pair => RenderedRequest.Of(pair.Role, pair.Model, question))];
                promptTokens += asked.Sum(pair => (long)pair.Model.Samples * TokensOf(ModelRequest.Of(pair.Model, question)));
            }
        }

        return new(new CurationPreview
        {
            Run = spec.Run,
            Rows = rows,
            Questions = seen.Count,
            Unusable = unusable.ToImmutable(),
            Imported = imported,
            Asked = seen.Count * asked.Sum(pair => (long)pair.Model.Samples),
            PromptTokens = promptTokens,
            MostTokens = asked.All(pair => pair.Model.MaxTokens is not null)
                ? seen.Count * asked.Sum(pair => (long)pair.Model.Samples * pair.Model.MaxTokens!.Value)
                : null,
            First = first,
            Columns = [.. SpecExpressions.Schema(spec).Columns.Select(column => column.Name)],
            Outputs = OutputsOf(spec),
        });
    }

    static int TokensOf(ModelRequest request) =>
        request.Messages.Sum(message => TokenizerCounter.Default.Count(message.Content));

    static ImmutableArray<string> OutputsOf(RunSpec spec) =>
    [
        .. spec.Selections.Select(selection => $"selection {selection.Name}"),
        .. spec.Datasets.Select(dataset => $"dataset {dataset.Name} ({dataset.Layout}, {dataset.Format})"),
    ];
}

/// <summary>A request as a server would get it.</summary>
/// <param name="Role">In which role the model is asked.</param>
/// <param name="Model">The model.</param>
/// <param name="Body">The body of the call.</param>
public sealed record RenderedRequest(string Role, string Model, string Body)
{
    static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static RenderedRequest Of(ModelRole role, ModelSpec model, Question question)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body, Readable)) ModelRequest.Of(model, question, role).WriteJson(writer, 0);
        return new(role.ToString().ToLowerInvariant(), model.Model, Encoding.UTF8.GetString(body.ToArray()));
    }
}
