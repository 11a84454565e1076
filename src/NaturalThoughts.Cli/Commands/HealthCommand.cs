using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using NaturalThoughts.Cli.Runs;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Server.Api.Json;

namespace NaturalThoughts.Cli.Commands;

/// <summary><c>health</c>: whether a server can be given work; for images, which have no other program to ask with.</summary>
static class HealthCommand
{
    const string Here = "http://127.0.0.1:8080";

    // The server looks for 5 s at most; who probes waits a little longer.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(8);

    public static Command Build()
    {
        var command = new Command("health",
            $"Ask a server (of this machine where none is named: {Here}) whether it can be given work. It wants no key.");
        command.SetAction((parsed, cancellation) => RunAsync(
            new(parsed.GetValue(CommandSettings.Json)), PlaceChoice.ServerOf(parsed.GetValue(CommandSettings.Server)) ?? new(Here),
            cancellation));
        return command;
    }

    static async Task<int> RunAsync(Screen screen, Uri server, CancellationToken cancellation)
    {
        var where = server.ToString().TrimEnd('/');
        try
        {
            using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Patience };
            using var answer = await http.GetAsync($"{where}/health/ready", cancellation);
            var readiness = await answer.Content.ReadFromJsonAsync<Readiness>(ApiJson.Options, cancellation);
            return readiness is { Status: not null, Checks.IsDefault: false } ? Show(screen, where, answer.IsSuccessStatusCode, readiness)
                : throw new JsonException("no readiness");
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            return screen.Problems([new($"What answers there says nothing of its readiness ({error.Message}).", where,
                Fix: "Correct the address; a server is started with `naturalthoughts serve`.")], ExitCode.Failed);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            return screen.Problems([new($"The server does not answer: {error.GetBaseException().Message}", where)], ExitCode.Failed);
        }
    }

    static int Show(Screen screen, string where, bool ready, Readiness readiness)
    {
        if (ready || screen.Json) screen.Result(readiness, (console, _) => console.Profile.Out.Writer.WriteLine("ready"));
        else screen.Complain([.. Failed(readiness).DefaultIfEmpty(new("The server is not ready.", where))]);
        return ready ? ExitCode.Done : ExitCode.Failed;
    }

    static IEnumerable<Problem> Failed(Readiness readiness) => readiness.Checks.Where(check => !check.Ok)
        .Select(check => new Problem($"The server is not ready: {check.Reason ?? "no reason is given"}", check.Name));

    sealed record Readiness(string Status, ImmutableArray<Check> Checks);

    sealed record Check(string Name, bool Ok, string? Reason);
}
