using System.Globalization;
using NaturalThoughts.Benchmarks.Measuring;
using NaturalThoughts.ModelServers;

namespace NaturalThoughts.Benchmarks.Scenarios;

/// <summary>What it costs that everything is observed: the same questions curated by a silo that tells nothing, and by one that is scraped
/// every five seconds and sends metrics, logs and spans to a collector. Both in turn.</summary>
static class TelemetryCost
{
    /// <summary>Runs it and prints a table: medians, and ratios to the silent silo's run of the same turn.</summary>
    /// <param name="turns">How often each is run.</param>
    public static async Task<int> RunAsync(int turns)
    {
        await using var collector = await CollectorAsync();
        string[] sent = [$"Telemetry:Otlp={collector.Urls.First()}", "Telemetry:Protocol=http"];
        (string Name, string[] Settings)[] kinds =
        [
            ("silent", ["Telemetry:Metrics=false"]), ("scraped, and all sent", sent),
            ("the same, every question traced", [.. sent, "Telemetry:Questions=1"]),
        ];
        Console.WriteLine("| model server | silo | responses/s | ratio | CPU ms a response | ratio |");
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: |");
        foreach (var (name, latency, questions) in ((string, double, int)[])[("200 ms, 64 slots", 0.2, 4000), ("at once", 0, 20_000)])
        {
            await using var models = await ModelServer.StartAsync(new()
            {
                Models = ["teach"], ReasoningTokens = new(200, 400),
                Settings = new() { Latency = TimeSpan.FromSeconds(latency), Slots = 64 },
            });
            var runs = kinds.Select(_ => new List<Curated>()).ToList();
            for (var turn = 0; turn < turns; turn++)
                foreach (var (kind, done) in kinds.Zip(runs)) done.Add(await Curated.OfAsync(models.Address, questions, kind.Settings));

            foreach (var (kind, done) in kinds.Zip(runs))
            {
                var beside = done.Zip(runs[0]).ToList();
                var (speed, cpu) = (Row.Median(done, run => run.PerSecond), Row.Median(done, run => run.Cpu * 1000));
                var faster = Row.Median(beside, pair => pair.First.PerSecond / pair.Second.PerSecond);
                var dearer = Row.Median(beside, pair => pair.First.Cpu / pair.Second.Cpu);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"| {name} | {kind.Name} | {speed:0} | {faster:0.000} | {cpu:0.00} | {dearer:0.000} |"));
            }
        }

        return 0;
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
