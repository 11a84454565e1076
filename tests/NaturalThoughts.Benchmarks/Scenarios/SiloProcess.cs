using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace NaturalThoughts.Benchmarks.Scenarios;

/// <summary>A silo in a process of its own, as <c>serve</c> starts it, with a folder that goes with it.</summary>
sealed class SiloProcess : IAsyncDisposable
{
    readonly Process _process;
    readonly DirectoryInfo _folder;

    SiloProcess(Process process, DirectoryInfo folder, string url) => (_process, _folder, Http) = (process, folder, new() { BaseAddress = new(url) });

    /// <summary>Speaks to it.</summary>
    public HttpClient Http { get; }

    /// <summary>Where specs find their sources, and <c>runs</c> is.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Processor time it has taken.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts one and waits until it is ready.</summary>
    /// <param name="settings">Its settings, <c>Name=value</c>.</param>
    public static async Task<SiloProcess> StartAsync(IEnumerable<string> settings)
    {
        var folder = Directory.CreateTempSubdirectory("naturalthoughts-bench-");
        var url = $"http://127.0.0.1:{FreePort()}";
        var process = Process.Start(new ProcessStartInfo("dotnet",
            [
                "exec", Path.Combine(AppContext.BaseDirectory, "naturalthoughts.dll"),
                "serve", "--root", Path.Combine(folder.FullName, "runs"), "--urls", url,
                .. settings.SelectMany(setting => (string[])["--set", setting]),
            ])
        {
            WorkingDirectory = folder.FullName, RedirectStandardError = true, RedirectStandardOutput = true,
        })!;
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var silo = new SiloProcess(process, folder, url);
        while (!await silo.IsReadyAsync()) await Task.Delay(100);
        return silo;
    }

    /// <summary>Has questions of small sums curated by the model <c>teach</c>; the run is called <c>bench</c>.</summary>
    /// <param name="questions">How many.</param>
    public async Task CurateAsync(int questions)
    {
        await File.WriteAllLinesAsync(Path.Combine(Folder, "questions.jsonl"), Enumerable.Range(0, questions).Select(
            number => $$"""{"question": "What is {{number}} times {{number + 7}}?", "answer": "{{number * (number + 7L)}}"}"""));
        const string spec = """
            run: bench
            source: {path: questions.jsonl, columns: {question: question, reference: answer}}
            models: {t: {model: teach}}
            roles: {teacher: t}
            """;
        using var begun = await Http.PostAsJsonAsync("api/v1/runs", new { yaml = spec, file_name = "bench.yaml", folder = Folder });
        begun.EnsureSuccessStatusCode();
    }

    /// <summary>How many questions of the run are sealed: all that was said about them is durable.</summary>
    public async Task<long> SealedAsync()
    {
        using var status = JsonDocument.Parse(await Http.GetStringAsync("api/v1/runs/bench/status"));
        return status.RootElement.GetProperty("counts").GetProperty("sealed").GetInt64();
    }

    /// <summary>Begins no further question, or goes on.</summary>
    /// <param name="what"><c>pause</c> or <c>resume</c>.</param>
    public async Task TurnAsync(string what)
    {
        using var turned = await Http.PostAsync($"api/v1/runs/bench/{what}", null);
        turned.EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Http.Dispose();
        _folder.Delete(recursive: true);
    }

    async Task<bool> IsReadyAsync()
    {
        try
        {
            using var ready = await Http.GetAsync("health/ready");
            return ready.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
