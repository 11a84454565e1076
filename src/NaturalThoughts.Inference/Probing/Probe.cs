using System.Collections.Immutable;
using System.Text.Json;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Inference.Embeddings;
using NaturalThoughts.Inference.Endpoints;
using NaturalThoughts.Inference.Generations;

namespace NaturalThoughts.Inference.Probing;

/// <summary>Tries an endpoint out before work is sent to it: its list of models, one tiny embedding, one tiny completion, one with a
/// JSON schema.</summary>
public static class Probe
{
    const int MaxTokens = 2048;
    const string ThinkEnd = "</think>";
    const string Text = "What is 2 + 3? Answer with the sum alone.";

    const string SumSchema =
        """
        {"response_format":{"type":"json_schema","json_schema":{"name":"sum","strict":true,"schema":
          {"type":"object","properties":{"sum":{"type":"integer"}},"required":["sum"],"additionalProperties":false}}}}
        """;

    /// <summary>Probes an endpoint.</summary>
    /// <param name="endpoint">Which.</param>
    /// <param name="model">The model to ask; null: the first it lists.</param>
    /// <param name="silence">Without a token for this long, a completion is given up.</param>
    /// <param name="cancellation">Gives the probe up.</param>
    public static async Task<ProbeReport> RunAsync(IModelEndpoint endpoint, string? model, TimeSpan silence, CancellationToken cancellation)
    {
        var discovery = await endpoint.DiscoverAsync(cancellation);
        var report = new ProbeReport { Endpoint = endpoint.Name, Models = discovery.Models };
        if (discovery.Failure is { } unreachable) return Failed(report, unreachable.Rejection);
        if (model is not null && !discovery.Models.Any(served => served.Id == model)) return NotServed(report, model);
        if ((model ?? discovery.Models.FirstOrDefault()?.Id) is not { } asked)
            return report with { Problems = [new("It serves no model.", endpoint.Name, Expected: "at least one model at GET /models")] };

        var plain = await endpoint.GenerateAsync(Request(asked, extra: null), 0, silence, cancellation);
        var embedding = await endpoint.EmbedAsync(Embedding(asked), silence, cancellation);
        report = report with { Model = asked, EmbeddingDimensions = (embedding as Embedded)?.Vectors[0].Length };
        // One that embeds need not chat.
        if (plain is not Generated generated)
            return embedding is Embedded only ? report with { Timings = new(only.Took, only.Took) } : Failed(report, ((Refused)plain).Rejection);
        var schema = await endpoint.GenerateAsync(Request(asked, SumSchema), 0, silence, cancellation);
        return Described(report, generated, KeepsSchema(schema));
    }

    static ProbeReport Described(ProbeReport report, Generated generated, bool? schema)
    {
        var response = generated.Response;
        report = report with
        {
            Reasoning = generated.Form,
            ThinkTags = response.Content?.Contains(ThinkEnd, StringComparison.Ordinal) ?? false,
            Usage = response.Usage is { Completion: not null },
            Streamed = generated.Streamed,
            Timings = generated.Timings,
            JsonSchema = schema,
            Chats = true,
        };
        return report with { Problems = Problems(report, response) };
    }

    static ImmutableArray<Problem> Problems(ProbeReport report, Response response)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        if (response is { Content: null, FinishReason: not "length" })
            problems.Add(new("The content is null while reasoning is set: the answer is lost, or stands in the reasoning.", report.Endpoint,
                Fix: "Start vLLM with the `--reasoning-parser` that belongs to this model, or with none."));
        if (response.FinishReason is null)
            problems.Add(new(
                "The completion came without a finish reason: a response cut short cannot be told from a whole one.", report.Endpoint));
        if (response.FinishReason is "length")
            problems.Add(new($"A one-line sum did not fit into {MaxTokens} tokens.", report.Endpoint,
                Fix: "Look at the model's chat template and sampling parameters."));
        if (!report.Usage)
            problems.Add(new("No token counts came: output budgets cannot be kept.", report.Endpoint,
                Expected: "usage in the last chunk (stream_options.include_usage)"));
        if (!report.Streamed)
            problems.Add(new("It does not stream: a response is heard only when it is whole.", report.Endpoint,
                Fix: "Set `limits.silence` above the time of its longest response."));
        return problems.DrainToImmutable();
    }

    // JSON may arrive in the reasoning field with `content: null`.
    static bool? KeepsSchema(Generation generation) => generation switch
    {
        Refused { Retryable: true } => null,
        Generated { Response.FinishReason: "length" } => null,
        Generated { Response: var response } => IsSum(response.Content ?? response.Reasoning!),
        _ => false,
    };

    static bool IsSum(string text)
    {
        try
        {
            var thought = text.LastIndexOf(ThinkEnd, StringComparison.Ordinal);
            using var document = JsonDocument.Parse(thought < 0 ? text : text[(thought + ThinkEnd.Length)..]);
            return document.RootElement.ValueKind is JsonValueKind.Object && document.RootElement.TryGetProperty("sum", out var sum)
                && sum.ValueKind is JsonValueKind.Number;
        }
        catch (JsonException)
        {
            // Text that is no JSON is the answer to what was asked here.
            return false;
        }
    }

    static EmbeddingBatch Embedding(string model) =>
        new(new(new() { Name = "probe", Model = model }), [new(QuestionId.Of(Text), Text)]);

    static ModelRequest Request(string model, string? extra)
    {
        var question = new Question { Text = Text, Id = QuestionId.Of(Text), Source = "probe" };
        var spec = new ModelSpec { Name = "probe", Model = model, Temperature = 0, MaxTokens = MaxTokens, Extra = extra };
        return ModelRequest.Of(spec, question);
    }

    static ProbeReport Failed(ProbeReport report, Rejection failure) =>
        report with { Failure = failure, Problems = [new($"{failure.Detail} ({failure.Reason})", report.Endpoint)] };

    static ProbeReport NotServed(ProbeReport report, string model) => report with
    {
        Problems =
        [
            new($"It does not serve `{model}`.", report.Endpoint, Expected: report.Models.IsEmpty ? "a model it serves; it lists none"
                : $"one of {string.Join(", ", report.Models.Select(served => $"`{served.Id}`"))}"),
        ],
    };
}
