using System.Text.Json;
using NaturalThoughts.ModelServers;
using NaturalThoughts.Server.Access;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Console;

/// <summary>Tests that share one such cluster, one after the other.</summary>
[CollectionDefinition(nameof(ConsoleCluster))]
public sealed class ConsoleClusterTests : ICollectionFixture<ConsoleCluster>;

/// <summary>Two silos that ask who comes, a browser, the quickstart curated, and a run whose texts are hostile and whose model is slow.</summary>
public sealed class ConsoleCluster : IAsyncLifetime
{
    /// <summary>The run that is over.</summary>
    public const string Quickstart = "quickstart";

    /// <summary>The run of questions and answers that a page must not believe.</summary>
    public const string Hostile = "hostile";

    /// <summary>A question of it.</summary>
    public const string Script = """<script>window.hit = 1</script><img src=x onerror="window.hit = 2">""";

    /// <summary>A key of somebody who may change things.</summary>
    public static string OperatorsKey { get; } = new('a', 64);

    /// <summary>A key of somebody who may look.</summary>
    public static string ViewersKey { get; } = new('b', 64);

    /// <summary>A key that is somebody's for a while.</summary>
    public static string GuestsKey { get; } = new('c', 64);

    readonly DirectoryInfo _keys = Directory.CreateTempSubdirectory("naturalthoughts-keys-");
    ClusterTrial? _trial;
    Browser? _browser;

    internal ClusterTrial Trial => _trial!;

    internal Browser Browser => _browser!;

    /// <summary>Where screenshots are put.</summary>
    public static string Pictures { get; } = Directory.CreateDirectory(
        Path.Combine(Repository.Root, "TestResults", "console")).FullName;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        RedisServer.SkipWithout();
        Browser.Found();
        await GiveKeysAsync();
        var slow = new ModelServerOptions
        {
            Models = ["teach"], ReasoningTokens = new(50, 400), Settings = new() { Latency = TimeSpan.FromMilliseconds(200), Slots = 4 },
        };
        _trial = await ClusterTrial.StartAsync([slow, slow], silos: 2, OperatorsKey, [$"Http:KeysFile={Keys}", "Http:RequestsPerSecond=1000"]);
        foreach (var sample in Directory.GetFiles(Path.GetDirectoryName(Repository.Quickstart)!))
            File.Copy(sample, Path.Combine(_trial.Folder, Path.GetFileName(sample)));
        await CurateAsync(Path.Combine(_trial.Folder, "quickstart.yaml"));
        await _trial.WriteAsync("hostile.jsonl", string.Concat(HostileRows().Select(row => JsonSerializer.Serialize(row) + "\n")));
        await CurateAsync(await _trial.WriteAsync("hostile.yaml", HostileSpec));
        await _trial.WriteAsync("unknown.jsonl", string.Concat(Enumerable.Range(0, 5).Select(number => $"{{\"question\": \"What is {number}?\"}}\n")));
        await CurateAsync(await _trial.WriteAsync("failing.yaml", FailingSpec));
        _browser = await Browser.StartAsync();
    }

    string Keys => Path.Combine(_keys.FullName, "keys");

    /// <summary>Has both silos let in somebody more, who has the guests' key.</summary>
    internal async Task LetInAsync(string name, Role role)
    {
        await GiveKeysAsync((name, role, GuestsKey));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        foreach (var silo in (int[])[0, 1])
            while (await AskAsync("runs", silo, GuestsKey) is null) await Task.Delay(50, patience.Token);
    }

    /// <summary>Has the silos let in an operator, a viewer, and some more.</summary>
    internal Task GiveKeysAsync(params IEnumerable<(string Name, Role Role, string Key)> guests) => File.WriteAllLinesAsync(Keys,
        new[] { ("olga", Role.Operator, OperatorsKey), ("victor", Role.Viewer, ViewersKey) }.Concat(guests)
            .Select(known => KeysFile.LineOf(known.Item1, known.Item2, known.Item3)));

    /// <summary>Has a run curated to its end.</summary>
    public async Task CurateAsync(string spec)
    {
        using var curate = Trial.Command(0, "curate", spec);
        Assert.True(await curate.EndAsync() is 0 or 3, curate.Said);
    }

    /// <summary>Begins a run that takes a while, and waits until it has something.</summary>
    internal async Task<CommandProcess> BeginAsync(string run, int questions)
    {
        await Trial.WriteAsync("questions.jsonl", Support.Trial.Questions(questions));
        return Trial.Command(0, "curate", await Trial.WriteAsync($"{run}.yaml", Support.Trial.Spec(run)));
    }

    /// <summary>Waits until a run has sealed some questions.</summary>
    internal async Task SealedAsync(string run, int questions)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await AskAsync($"runs/{run}/status") is not { } said || RunSeen.Of(said).Sealed < questions) await Task.Delay(100, patience.Token);
    }

    /// <summary>The id of a trace of a run.</summary>
    internal async Task<string> TraceAsync(string run)
    {
        using var page = JsonDocument.Parse((await AskAsync($"runs/{run}/traces?limit=1"))!);
        return page.RootElement.GetProperty("items")[0].GetProperty("trace").GetString()!;
    }

    async Task<string?> AskAsync(string path, int silo = 0, string? key = null)
    {
        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new("Bearer", key ?? ViewersKey) } };
        using var answer = await http.GetAsync($"{Trial.Url(silo)}/api/v1/{path}");
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStringAsync() : null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        if (_trial is not null) await _trial.DisposeAsync();
        _keys.Delete(recursive: true);
    }

    static IEnumerable<object> HostileRows()
    {
        string[] texts = [Script, "\u001b[31mred\u001b[0m \u009b2J", "\u202Egnp.exe", "<b>bold</b> & \"quoted\" </textarea></title>", "javascript:alert(1)"];
        return texts.Select((text, number) => new
        {
            question = $"{text} What is {number}?", answer = "7", domain = text[..Math.Min(20, text.Length)],
            reasoning = $"Wait, {text} let me check. Let me verify {text}", reply = $"The answer is \\boxed{{7}} {text}", failure = number == 4 ? $"broken {text}" : null,
        });
    }

    // Of these questions no response is recorded.
    const string FailingSpec = """
        run: failing
        source: {path: unknown.jsonl, columns: {question: question}}
        endpoints: [recorded:responses.jsonl]
        models: {t: {model: sample-teacher}}
        roles: {teacher: t}
        """;

    const string HostileSpec = """
        run: hostile
        source:
          path: hostile.jsonl
          columns:
            question: question
            reference: answer
            domain: domain
            responses: [{role: teacher, model: t, content: reply, reasoning: reasoning, error: failure}]
        selections: [{name: all}]
        datasets: [{name: all, selection: all, layout: messages, format: jsonl}]
        """;
}
