using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace NaturalThoughts.Benchmarks.Scale;

/// <summary>What silos ask of Redis while nothing happens: counted by Redis itself.</summary>
static class MembershipCosts
{
    static readonly TimeSpan Settled = TimeSpan.FromSeconds(8);
    static readonly TimeSpan Watched = TimeSpan.FromSeconds(15);

    /// <summary>Measures.</summary>
    public static async Task MeasureAsync(ScaleTable table)
    {
        foreach (var silos in (int[])[2, 4])
        {
            if (await WatchAsync(silos) is not { } seen)
            {
                table.Add("what silos ask of Redis", $"no `redis-server` here");
                return;
            }

            table.Add($"{silos} silos at rest, each", $"{seen.Commands / silos:0.00} commands/s (of all: {seen.Kinds})");
            table.Add($"{silos} silos at rest: bytes Redis sends, each silo", $"{ScaleTable.Bytes(seen.Sent / silos)}/s");
            table.Add($"{silos} silos: the table, each row", $"{ScaleTable.Bytes(seen.Row)}");
            table.Add($"{silos} silos at rest: CPU of Redis", $"{seen.Cpu * 1000:0.0} ms/s");
            if (silos == 4)
                table.Add($"reading a table of {ScaleTable.Silos:N0} such rows, as each silo does every 5 s", $"{seen.WholeTable * 1e6:0} µs of Redis");
        }
    }

    static async Task<Seen?> WatchAsync(int silos)
    {
        var folder = Directory.CreateTempSubdirectory("naturalthoughts-bench-");
        var port = FreePort();
        if (Start("redis-server", ["--port", $"{port}", "--bind", "127.0.0.1", "--save", ""], folder.FullName) is not { } redis) return null;
        var processes = new List<Process> { redis };
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            for (var silo = 0; silo < silos; silo++)
                processes.Add(Start("dotnet",
                [
                    "exec", Path.Combine(AppContext.BaseDirectory, "naturalthoughts.dll"), "serve",
                    "--root", Path.Combine(folder.FullName, "runs"), "--urls", $"http://127.0.0.1:{FreePort()}", "--redis", $"127.0.0.1:{port}",
                    "--set", $"Silo:Port={FreePort()}", "--set", $"Silo:GatewayPort={FreePort()}", "--set", "Silo:Address=127.0.0.1",
                ], folder.FullName)!);
            await using var link = await ConnectionMultiplexer.ConnectAsync(
                new ConfigurationOptions { EndPoints = { { IPAddress.Loopback, port } }, AllowAdmin = true });
            var server = link.GetServers()[0];
            while (await RowsAsync(link, server) < silos) await Task.Delay(200);
            await Task.Delay(Settled);
            return await SeenAsync(link, server);
        }
        finally
        {
            foreach (var process in Enumerable.Reverse(processes))
            {
                process.Kill();
                await process.WaitForExitAsync();
                process.Dispose();
            }

            folder.Delete(recursive: true);
        }
    }

    static async Task<Seen> SeenAsync(ConnectionMultiplexer link, IServer server)
    {
        await server.ExecuteAsync("CONFIG", "RESETSTAT");
        var (cpu, sent) = (await CpuAsync(server), await NumberAsync(server, "stats", "total_net_output_bytes"));
        await Task.Delay(Watched);
        var seconds = Watched.TotalSeconds;
        sent = await NumberAsync(server, "stats", "total_net_output_bytes") - sent;
        cpu = await CpuAsync(server) - cpu;
        // Less what this looks with.
        var calls = (await server.InfoAsync("commandstats")).SelectMany(group => group)
            .Select(pair => (Name: pair.Key["cmdstat_".Length..], Calls: double.Parse(pair.Value.Split('=', ',')[1], CultureInfo.InvariantCulture)))
            .Where(pair => pair.Name is not ("info" or "config|resetstat")).OrderByDescending(pair => pair.Calls).ToList();
        var kinds = string.Join(", ", calls.Take(4).Select(pair => FormattableString.Invariant($"{pair.Name} {pair.Calls / seconds:0.0}/s")));
        var key = server.Keys().Single();
        var row = (double)(long)(await link.GetDatabase().ExecuteAsync("MEMORY", "USAGE", key.ToString(), "SAMPLES", "0"))
            / await link.GetDatabase().HashLengthAsync(key);
        return new(calls.Sum(pair => pair.Calls) / seconds, kinds, sent / seconds, row, cpu / seconds, await ReadAsync(link, server, (int)row));
    }

    // By Redis' own clock, of a table that a thousand silos would have.
    static async Task<double> ReadAsync(ConnectionMultiplexer link, IServer server, int row)
    {
        var database = link.GetDatabase();
        await database.HashSetAsync("table", [.. Enumerable.Range(0, ScaleTable.Silos).Select(silo => new HashEntry($"silo {silo}", new string('x', row)))]);
        await server.ExecuteAsync("CONFIG", "RESETSTAT");
        for (var turn = 0; turn < 200; turn++) await database.HashGetAllAsync("table");
        var stat = (await server.InfoAsync("commandstats")).SelectMany(group => group).Single(pair => pair.Key == "cmdstat_hgetall").Value;
        var numbers = stat.Split(',').Select(part => part.Split('=')).ToDictionary(part => part[0], part => double.Parse(part[1], CultureInfo.InvariantCulture));
        return numbers["usec"] / numbers["calls"] / 1e6;
    }

    static async Task<double> CpuAsync(IServer server) =>
        await NumberAsync(server, "cpu", "used_cpu_user") + await NumberAsync(server, "cpu", "used_cpu_sys");

    static async Task<double> NumberAsync(IServer server, string section, string name) => double.Parse(
        (await server.InfoAsync(section)).SelectMany(group => group).Single(pair => pair.Key == name).Value, CultureInfo.InvariantCulture);

    // The table has a row for each silo and one for its version.
    static async Task<long> RowsAsync(ConnectionMultiplexer link, IServer server) =>
        server.Keys().FirstOrDefault() is { } key && key != default(RedisKey) ? await link.GetDatabase().HashLengthAsync(key) - 1 : 0;

    static Process? Start(string program, IEnumerable<string> arguments, string folder)
    {
        try
        {
            var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true,
            })!;
            process.BeginErrorReadLine();
            process.BeginOutputReadLine();
            return process;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    sealed record Seen(double Commands, string Kinds, double Sent, double Row, double Cpu, double WholeTable);
}
