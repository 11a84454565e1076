using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace NaturalThoughts.Benchmarks.Scenarios;

/// <summary>A run that a silo of its own curated.</summary>
/// <param name="PerSecond">Responses a second, over the second half of the run.</param>
/// <param name="Cpu">Processor seconds of the silo for each response.</param>
sealed record Curated(double PerSecond, double Cpu)
{
    static readonly TimeSpan Scrape = TimeSpan.FromSeconds(5);

    /// <summary>Has a silo started, a run curated, and the silo killed.</summary>
    /// <param name="models">The model server's address.</param>
    /// <param name="questions">How many questions.</param>
    /// <param name="settings">Settings of the silo.</param>
    public static async Task<Curated> OfAsync(string models, int questions, IEnumerable<string> settings)
    {
        var folder = Directory.CreateTempSubdirectory("naturalthoughts-bench-");
        await File.WriteAllLinesAsync(Path.Combine(folder.FullName, "questions.jsonl"), Enumerable.Range(0, questions).Select(
            number => $$"""{"question": "What is {{number}} times {{number + 7}}?", "answer": "{{number * (number + 7)}}"}"""));
        var url = $"http://127.0.0.1:{FreePort()}";
        using var silo = Process.Start(new ProcessStartInfo("dotnet",
            [
                "exec", Path.Combine(AppContext.BaseDirectory, "naturalthoughts.dll"),
                "serve", "--root", Path.Combine(folder.FullName, "runs"), "--urls", url,
                .. settings.Append($"Inference:Endpoints={models}/v1").SelectMany(setting => (string[])["--set", setting]),
            ])
        {
            WorkingDirectory = folder.FullName, RedirectStandardError = true, RedirectStandardOutput = true,
        })!;
        silo.BeginErrorReadLine();
        silo.BeginOutputReadLine();
        try
        {
            return await CurateAsync(new() { BaseAddress = new(url) }, folder.FullName, silo, questions);
        }
        finally
        {
            silo.Kill();
            await silo.WaitForExitAsync();
            folder.Delete(recursive: true);
        }
    }

    static async Task<Curated> CurateAsync(HttpClient http, string folder, Process silo, int questions)
    {
        while (!await IsReadyAsync(http)) await Task.Delay(100);
        const string spec = """
            run: bench
            source: {path: questions.jsonl, columns: {question: question, reference: answer}}
            models: {t: {model: teach}}
            roles: {teacher: t}
            """;
        using var begun = await http.PostAsJsonAsync("api/v1/runs", new { yaml = spec, file_name = "bench.yaml", folder });
        begun.EnsureSuccessStatusCode();
        var (first, from, cpu, scraped) = (0L, 0L, TimeSpan.Zero, Stopwatch.GetTimestamp());
        while (true)
        {
            var done = await SealedAsync(http);
            // By then what is called often has been compiled for good.
            if (done > questions / 2 && first == 0) (first, from, cpu) = (done, Stopwatch.GetTimestamp(), CpuOf(silo));
            if (done == questions)
                return new((done - first) / Stopwatch.GetElapsedTime(from).TotalSeconds, (CpuOf(silo) - cpu).TotalSeconds / (done - first));
            if (Stopwatch.GetElapsedTime(scraped) > Scrape)
            {
                scraped = Stopwatch.GetTimestamp();
                // Where nothing is to be scraped, the same is asked and refused.
                using var page = await http.GetAsync("metrics");
                await page.Content.ReadAsByteArrayAsync();
            }

            await Task.Delay(50);
        }
    }

    static async Task<bool> IsReadyAsync(HttpClient http)
    {
        try
        {
            using var ready = await http.GetAsync("health/ready");
            return ready.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    static async Task<long> SealedAsync(HttpClient http)
    {
        using var status = JsonDocument.Parse(await http.GetStringAsync("api/v1/runs/bench/status"));
        return status.RootElement.GetProperty("counts").GetProperty("sealed").GetInt64();
    }

    static TimeSpan CpuOf(Process silo)
    {
        silo.Refresh();
        return silo.TotalProcessorTime;
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
