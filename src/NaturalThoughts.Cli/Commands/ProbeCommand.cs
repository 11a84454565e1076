using System.CommandLine;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Core.Text;
using NaturalThoughts.Inference.Endpoints;
using NaturalThoughts.Inference.Generations;
using NaturalThoughts.Inference.Probing;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary><c>probe URL</c>: what an endpoint does, before work is sent to it.</summary>
static class ProbeCommand
{
    static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    public static Command Build()
    {
        var url = new Argument<string>("URL") { Description = "The base address of an OpenAI-compatible server, or `recorded:FILE`." };
        var model = TextOptions.Optional("--model", "The model to ask; the first it lists where not given.", "MODEL");
        var key = TextOptions.Optional("--key-env",
            $"The environment variable that holds its key; {EndpointCatalog.DefaultKeyVariable} where not given.", "VARIABLE");
        var command = new Command("probe",
            "Try an endpoint out with three tiny requests: which models it serves, how reasoning and token counts come, "
            + "whether it keeps to a JSON schema, whether it embeds.")
        {
            url, model, key,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var endpoint = new EndpointSpec { Url = parsed.GetValue(url)!, KeyVariable = parsed.GetValue(key) };
            return RunAsync(Invocation.Of(parsed, cancellation), endpoint, parsed.GetValue(model));
        });
        return command;
    }

    static async Task<int> RunAsync(Invocation invocation, EndpointSpec endpoint, string? model)
    {
        using var http = HttpEndpoint.CreateClient();
        using var catalog = new EndpointCatalog(
            new() { List = [endpoint] }, Environment.CurrentDirectory, http, TimeProvider.System, Environment.GetEnvironmentVariable);
        var (entries, problems) = catalog.Read();
        if (entries.IsEmpty) return invocation.Screen.Problems([.. problems.Select(problem => problem with { Where = endpoint.Url })]);
        var report = await Probe.RunAsync(entries[0].Endpoint, model, Silence, invocation.Cancellation);
        invocation.Screen.Result(report, Draw);
        var failed = report.Timings is null;
        if (!invocation.Screen.Json && failed) invocation.Screen.Complain(report.Problems);
        else if (!invocation.Screen.Json) invocation.Screen.Warn(report.Problems);
        return failed ? ExitCode.Failed : ExitCode.Done;
    }

    static void Draw(IAnsiConsole console, ProbeReport report)
    {
        console.MarkupLineInterpolated($"[bold]{Display.Line(report.Endpoint, 76)}[/]");
        var models = report.Models.Select(model =>
            ("serves", model.Id + (model.MaxModelLength is { } length ? $", {Display.Count(length)} tokens" : "")));
        console.Write(Tables.Pairs([.. models, .. report.Timings is { } timings ? Findings(report, timings) : []]));
    }

    static IEnumerable<(string Name, string Value)> Findings(ProbeReport report, GenerationTimings timings) =>
    [
        ("asked", report.Model!),
        ("embeds", report.EmbeddingDimensions is { } dimensions ? $"yes, {Display.Count(dimensions)} dimensions" : "no"),
        .. report.Chats ? Chat(report, timings) : [("chats", "no")],
    ];

    static IEnumerable<(string Name, string Value)> Chat(ProbeReport report, GenerationTimings timings) =>
    [
        ("first token after", Display.Duration(timings.FirstToken)),
        ("whole response after", Display.Duration(timings.Total)),
        ("streams", report.Streamed ? "yes" : "no"),
        ("reasoning comes", report.Reasoning switch
        {
            ReasoningForm.None => report.ThinkTags ? "between <think> tags in the content" : "not at all",
            ReasoningForm.Both => "in reasoning_content and reasoning",
            ReasoningForm.Reasoning => "in reasoning",
            _ => "in reasoning_content",
        }),
        ("counts tokens", report.Usage ? "yes" : "no"),
        ("keeps to a JSON schema", report.JsonSchema switch { true => "yes", false => "no", null => "could not be told" }),
    ];
}
