using System.Text;
using NaturalThoughts.Inference.Generations;
using NaturalThoughts.Inference.Tests.Support;
using NaturalThoughts.ModelServers;
using NaturalThoughts.ModelServers.Answers;
using NaturalThoughts.ModelServers.Faults;
using NaturalThoughts.ModelServers.Settings;

namespace NaturalThoughts.Inference.Tests.ModelServers;

/// <summary>Model servers in this process, and asking them.</summary>
static class Serve
{
    public static readonly ModelServerOptions Options = new() { Models = ["m=org/m"], ReasoningTokens = new TokenRange(300, 300) };

    public static Task<ModelServer> StartAsync(ServerSettings settings, TimeProvider? time = null) =>
        ModelServer.StartAsync(Options with { Settings = settings }, time);

    public static Task<ModelServer> FailingAsync(Fault fault) => StartAsync(new() { Faults = FaultShares.Of(fault) });

    public static Task<Generation> AskAsync(
        this ModelServer server, string question = "What is 2 + 3?", int? maxTokens = null, TimeProvider? time = null) =>
        Make.Endpoint(server.Address, time).GenerateAsync(Make.Request(question: question, maxTokens: maxTokens), 0, Make.Patient, default);

    public static async Task<(int Status, string Body)> PostAsync(this ModelServer server, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Make.Http.PostAsync(server.Address + path, content);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public static Task<string> GetAsync(this ModelServer server, string path) => Make.Http.GetStringAsync(server.Address + path);

    public static string Body(string question = "What is 2 + 3?", string more = "") =>
        $$"""{"model":"m","messages":[{"role":"user","content":"{{question}}"}]{{more}}}""";

    /// <summary>Waits for what the server gets to by itself.</summary>
    public static async Task UntilAsync(Func<bool> reached, Action? meanwhile = null)
    {
        using var stuck = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!reached())
        {
            stuck.Token.ThrowIfCancellationRequested();
            meanwhile?.Invoke();
            await Task.Yield();
        }
    }
}
