using System.Diagnostics;

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
        await using var silo = await SiloProcess.StartAsync(settings.Append($"Inference:Endpoints={models}/v1"));
        await silo.CurateAsync(questions);
        var (first, from, cpu, scraped) = (0L, 0L, TimeSpan.Zero, Stopwatch.GetTimestamp());
        while (true)
        {
            var done = await silo.SealedAsync();
            // By then what is called often has been compiled for good.
            if (done > questions / 2 && first == 0) (first, from, cpu) = (done, Stopwatch.GetTimestamp(), silo.Cpu);
            if (done == questions)
                return new((done - first) / Stopwatch.GetElapsedTime(from).TotalSeconds, (silo.Cpu - cpu).TotalSeconds / (done - first));
            if (Stopwatch.GetElapsedTime(scraped) > Scrape)
            {
                scraped = Stopwatch.GetTimestamp();
                // Where nothing is to be scraped, the same is asked and refused.
                using var page = await silo.Http.GetAsync("metrics");
                await page.Content.ReadAsByteArrayAsync();
            }

            await Task.Delay(50);
        }
    }
}
