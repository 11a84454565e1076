using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace NaturalThoughts.Cluster.Tests.Support;

/// <summary>A model server on this machine that plays teacher (<c>teach</c>), baseline (<c>base</c>), annotator and judge
/// (<c>judge</c>).</summary>
sealed class JudgingModel : IAsyncDisposable
{
    static readonly Dictionary<string, string> Replies = new()
    {
        ["verbosity"] = """{"because": "short", "verbosity": 3}""",
        ["domain"] = """{"domain": "Science", "topic": "arithmetic"}""",
        ["strategies"] = """{"strategies": [{"name": "verification", "count": 2}]}""",
        ["reasoning_type"] = """{"because": "rules", "reasoning_type": "deductive"}""",
        ["disagree"] = """{"first": "1", "second": "2", "verdict": "different"}""",
        ["correct"] = """{"answer": "1", "verdict": "correct"}""",
        ["condense"] = "In short, it is what it is.",
    };

    readonly WebApplication _app;
    readonly ConcurrentQueue<Call> _calls = [];

    JudgingModel(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    /// <summary>All requests that were answered, in the order they came.</summary>
    public IReadOnlyCollection<Call> Calls => _calls;

    /// <summary>Requests for judgements by rubric.</summary>
    public IEnumerable<string> Judged => _calls.Where(call => call.Rubric is not null).Select(call => call.Rubric!);

    /// <summary>Requests of the same content that came more than once.</summary>
    public IEnumerable<Call> Again => _calls.GroupBy(call => call).Where(same => same.Count() > 1).Select(same => same.Key);

    /// <summary>What it says in place of what it says else; null: that.</summary>
    public Func<Call, string?> Says { get; set; } = _ => null;

    /// <summary>What has to end before it answers.</summary>
    public Func<Call, Task> Waits { get; set; } = _ => Task.CompletedTask;

    /// <summary>Whether it refuses to decode by a schema.</summary>
    public bool Formless { get; init; }

    /// <summary>Requests refused for their form.</summary>
    public int Refused => _refused;

    int _refused;

    public static async Task<JudgingModel> StartAsync(bool formless = false)
    {
        var app = LoopbackApp.Build("teach", "base", "judge");
        var model = new JudgingModel(app) { Formless = formless };
        app.MapPost("/v1/chat/completions", model.CompleteAsync);
        await app.StartAsync();
        return model;
    }

    /// <summary>A spec for <see cref="TestRun.Ask"/>.</summary>
    public string Spec(string annotate, string rest = "", string roles = "teacher: t, baseline: b, annotator: j, judge: j") => $$"""
        run: {{TestRun.Name}}
        source:
          path: questions.jsonl
          columns: {question: question, reference: answer}
        endpoints: [{url: '{{Address}}', slots: 8}]
        models:
          t: {model: teach}
          b: {model: base}
          j: {model: judge, max_tokens: 100}
        roles: {{{roles}}}
        annotate: [{{annotate}}]
        shards: 2
        {{rest}}
        """;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    async Task CompleteAsync(HttpContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var root = body.RootElement;
        var formed = root.TryGetProperty("response_format", out var format);
        if (Formless && formed)
        {
            Interlocked.Increment(ref _refused);
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            var error = new { message = "response_format of type json_schema is not supported" };
            await context.Response.WriteAsJsonAsync(new { error });
            return;
        }

        var messages = root.GetProperty("messages").EnumerateArray()
            .Select(message => message.GetProperty("content").GetString()!).ToList();
        var rubric = formed ? format.GetProperty("json_schema").GetProperty("name").GetString() : RubricOf(messages[0]);
        var call = new Call(root.GetProperty("model").GetString()!, string.Join("\n---\n", messages), rubric, messages.Count > 1);
        _calls.Enqueue(call);
        await Waits(call).WaitAsync(context.RequestAborted);
        var answer = call.Model is "teach" ? "<think>so it is</think>It is what it is." : "No idea.";
        var content = Says(call) ?? (rubric is null ? answer : Replies[rubric]);
        await context.Response.WriteAsJsonAsync(new
        {
            choices = new[] { new { message = new { role = "assistant", content }, finish_reason = "stop" } },
            usage = new { prompt_tokens = 5, completion_tokens = 7 },
        });
    }

    static string? RubricOf(string prompt) =>
        prompt.Contains("Reply with the short answer alone", StringComparison.Ordinal) ? "condense"
            : Replies.Keys.FirstOrDefault(name => prompt.Contains($"\"{name}\":", StringComparison.Ordinal));

    /// <summary>A request.</summary>
    /// <param name="Model">The model asked.</param>
    /// <param name="Content">All its messages.</param>
    /// <param name="Rubric">The rubric; null: a response to the question.</param>
    /// <param name="Repairs">Whether it shows a reply that could not be read.</param>
    internal sealed record Call(string Model, string Content, string? Rubric, bool Repairs);
}
