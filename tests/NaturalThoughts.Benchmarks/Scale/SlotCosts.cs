using System.Net;
using NaturalThoughts.Cluster.Slots;
using NaturalThoughts.Server;

namespace NaturalThoughts.Benchmarks.Scale;

/// <summary>What it costs to hand out the places of a model that a thousand silos serve.</summary>
static class SlotCosts
{
    const int Runs = 4;
    const int Turns = 20_000;

    // Calls under way at the grain, as shards of many silos would have.
    const int Callers = 512;
    const int Calls = 40_000;

    /// <summary>Measures.</summary>
    public static async Task MeasureAsync(ScaleTable table)
    {
        foreach (var silos in (int[])[10, 100, ScaleTable.Silos])
        {
            var cost = Completion(silos);
            table.Add($"a completion: an offer and a place taken, {silos:N0} silos × {ScaleTable.Slots} slots, all busy, {Runs} runs wait",
                $"{cost * 1e6:0.0} µs of CPU");
        }

        var folder = Directory.CreateTempSubdirectory("naturalthoughts-bench-");
        using var host = await LocalSilo.StartAsync(folder.FullName, verbose: false, CancellationToken.None);
        var grain = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IModelSlotsGrain>("model");
        foreach (var silos in (int[])[10, ScaleTable.Silos])
        {
            var (cpu, wall) = await CallAsync(grain, silos);
            table.Add($"the same through the grain, called within its silo, {silos:N0} silos",
                $"{Calls / wall:0} completions/s, {cpu / Calls * 1e6:0.0} µs of CPU each");
        }

        await host.StopAsync();
        folder.Delete(recursive: true);
    }

    // All slots are taken and runs wait: each completion says there is room for one, and who waits gets it.
    static double Completion(int silos)
    {
        var slots = new ModelSlots(TimeProvider.System);
        var addresses = Enumerable.Range(0, silos).Select(Silo).ToArray();
        for (var silo = 0; silo < silos; silo++) slots.Offer(Offer(addresses[silo], 1, 0, 0));
        for (var run = 0; run < Runs; run++)
            for (var waiting = 0; waiting < 64; waiting++) slots.Enter($"run {run}", addresses[waiting % silos]);
        var (random, begun, numbers) = (new Random(1), new long[silos], new long[silos]);
        Array.Fill(numbers, 1);
        Do(Turns / 10);
        return ScaleTable.Time(() => Do(Turns)).Cpu / Turns;

        void Do(int turns)
        {
            for (var turn = 0; turn < turns; turn++)
            {
                var silo = random.Next(silos);
                slots.Offer(Offer(addresses[silo], ++numbers[silo], 1, begun[silo]++));
                slots.Enter($"run {turn % Runs}", addresses[silo]);
            }
        }
    }

    static async Task<(double Cpu, double Wall)> CallAsync(IModelSlotsGrain grain, int silos)
    {
        var addresses = Enumerable.Range(0, silos).Select(silo => Silo(silo + 5000)).ToArray();
        var (next, numbers) = (0, new long[silos]);
        return await ScaleTable.TimeAsync(() => Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            for (int call; (call = Interlocked.Increment(ref next)) <= Calls;)
            {
                var silo = call % silos;
                // There is always room: what is measured does not wait.
                await grain.Offer(Offer(addresses[silo], Interlocked.Increment(ref numbers[silo]), ScaleTable.Slots, call / silos));
                await grain.Take($"run {caller % Runs}", addresses[silo], TimeSpan.Zero, CancellationToken.None);
            }
        })));
    }

    static SlotOffer Offer(SiloAddress silo, long number, int room, long begun) => new()
    {
        Silo = silo, Pool = 1, Number = number, Capacity = ScaleTable.Slots, Room = room, Begun = begun,
    };

    static SiloAddress Silo(int number) => SiloAddress.New(new IPAddress([10, 0, (byte)(number >> 8), (byte)number]), 11111, 1);
}
