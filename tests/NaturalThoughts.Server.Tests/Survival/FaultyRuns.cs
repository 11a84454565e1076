using System.Collections.Immutable;
using NaturalThoughts.ModelServers;
using NaturalThoughts.ModelServers.Faults;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Survival;

/// <summary>A silo that works on several runs at once, each with a model server that has faults of its own.</summary>
public sealed class FaultyRuns : IAsyncLifetime
{
    /// <summary>All faults together.</summary>
    public const string Mixed = "mixed";

    /// <summary>Different questions.</summary>
    public const int Unique = 120;

    /// <summary>Questions that come twice.</summary>
    public const int Duplicates = 5;

    const double Share = 0.2;

    // Rows without a question, and no rows at all.
    static readonly ImmutableArray<string> Unusable = ["{\"answer\": \"7\"}", "{\"question\": \"\"}", "{\"question\": ", "7 times 7?"];

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-faults-");
    readonly Dictionary<string, ModelServer> _servers = [];
    ServeProcess? _serving;

    /// <summary>The cases: each fault alone, and all.</summary>
    public static ImmutableArray<string> Names { get; } = [.. FaultShares.Names.Select(fault => fault.Name), Mixed];

    /// <summary>Rows of the source.</summary>
    public static int Rows => Unique + Duplicates + Unusable.Length;

    internal ServeProcess Serving => _serving!;

    internal string Root => Path.Combine(_folder.FullName, "runs");

    /// <summary>The run's model server.</summary>
    public ModelServer Server(string run) => _servers[run];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var questions = Trial.Questions(Unique);
        var more = questions.Split('\n').Take(Duplicates).Concat(Unusable);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "questions.jsonl"), questions + string.Join('\n', more));
        _serving = await ServeProcess.StartAsync(Root, null, "--set", $"Http:Folders={_folder.FullName}");
        foreach (var name in Names)
        {
            var server = _servers[name] = await ModelServer.StartAsync(new()
            {
                Models = ["teach"], ReasoningTokens = new(50, 400),
                Settings = new() { Latency = TimeSpan.FromMilliseconds(10), Faults = FaultsOf(name) },
            });
            // Two tries, so that some end as dead letters. Stalls are known by their silence; where there are none, a machine under load
            // may be as slow as it is.
            var silence = name is "stall" or Mixed ? 4 : 60;
            await _serving.CurateAsync(_folder.FullName, Trial.Spec(name, $$"""
                endpoints: [{url: {{server.Address}}/v1, slots: 16}]
                limits: {attempts: 2, silence: {{silence}}, length: drop, max_failed: 100%}
                selections: [{name: all, recipe: random, seed: 7}]
                datasets: [{name: all, selection: all}]
                """));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _serving?.Dispose();
        foreach (var server in _servers.Values) await server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    static FaultShares FaultsOf(string name)
    {
        var names = name == Mixed ? [.. FaultShares.Names.Select(fault => fault.Name)] : ImmutableArray.Create(name);
        return FaultShares.Of([.. names.Select(fault => (fault, Share / names.Length))]).Value!;
    }
}
