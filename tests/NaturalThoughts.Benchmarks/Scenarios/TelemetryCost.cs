using NaturalThoughts.ModelServers;

namespace NaturalThoughts.Benchmarks.Scenarios;

/// <summary>What it costs that everything is observed: the same questions curated by a silo that tells nothing, and by one that is scraped
/// every five seconds and sends metrics, logs and spans to a collector. Both in turn.</summary>
static class TelemetryCost
{
    /// <summary>Runs it and prints a table.</summary>
    /// <param name="pairs">How often both are run.</param>
    public static async Task<int> RunAsync(int pairs)
    {
        await using var collector = await CollectorAsync();
        string[] silent = ["Telemetry:Metrics=false"];
        string[] observed = [$"Telemetry:Otlp={collector.Urls.First()}", "Telemetry:Protocol=http"];
        string[] all = [.. observed, "Telemetry:Questions=1"];
        Console.WriteLine("| model server | off/s | on/s | ratio | CPU ratio | every question traced: ratio | CPU ratio |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (var (name, latency, slots, questions) in ((string, double, int, int)[])[("at once", 0, 256, 6000), ("200 ms, 256 slots", 0.2, 256, 12000)])
        {
            await using var models = await ModelServer.StartAsync(new()
            {
                Models = ["teach"], ReasoningTokens = new(3000, 5000), Settings = new() { Latency = TimeSpan.FromSeconds(latency), Slots = slots },
            });
            var runs = new List<(Curated Off, Curated On, Curated All)>();
            await OneAsync(silent);
            for (var pair = 0; pair < pairs; pair++) runs.Add((await OneAsync(silent), await OneAsync(observed), await OneAsync(all)));
            Console.WriteLine(FormattableString.Invariant($"| {name} | {Median(runs, run => run.Off.PerSecond):0} | {Median(runs, run => run.On.PerSecond):0} | ")
                + FormattableString.Invariant($"{Median(runs, run => run.On.PerSecond / run.Off.PerSecond):0.000} | {Median(runs, run => run.On.Cpu / run.Off.Cpu):0.000} | ")
                + FormattableString.Invariant($"{Median(runs, run => run.All.PerSecond / run.Off.PerSecond):0.000} | {Median(runs, run => run.All.Cpu / run.Off.Cpu):0.000} |"));

            Task<Curated> OneAsync(string[] settings) => Curated.OfAsync(models.Address, questions, settings);
        }

        return 0;
    }

    static double Median<T>(IEnumerable<T> values, Func<T, double> of)
    {
        var sorted = values.Select(of).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    // Takes everything, and does nothing with it.
    static async Task<WebApplication> CollectorAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UseRouting();
        app.MapPost("/v1/{signal}", context => context.Request.Body.CopyToAsync(Stream.Null));
        await app.StartAsync();
        return app;
    }
}
