using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace NaturalThoughts.Server.Tests.Support;

/// <summary>A Redis of a test's own.</summary>
sealed class RedisServer : IDisposable
{
    public const string Password = "a-password-of-tests";

    static readonly ConcurrentDictionary<int, bool> Given = new();

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-redis-");
    readonly string[] _further;
    CommandProcess _program;

    RedisServer(string[] further) => (_further, _program) = (further, Program(_folder, Port, further));

    public int Port { get; } = FreePort();

    /// <summary>Where it listens for those that know the password.</summary>
    public string Address => $"127.0.0.1:{Port}";

    /// <summary>Starts one; the test is skipped where there is no <c>redis-server</c>.</summary>
    /// <param name="further">Its settings besides, as on its command line.</param>
    public static async Task<RedisServer> StartAsync(params string[] further)
    {
        SkipWithout();
        var server = new RedisServer(further);
        await server.ReadyAsync();
        return server;
    }

    /// <summary>Skips the test where there is no <c>redis-server</c>.</summary>
    public static void SkipWithout() => Tool.SkipWithout("redis-server", "`apt-get install redis-server`");

    /// <summary>Kills it and starts it anew, with nothing in it.</summary>
    public async Task RestartAsync()
    {
        _program.Dispose();
        _program = Program(_folder, Port, _further);
        await ReadyAsync();
    }

    /// <summary>Empties it.</summary>
    public async Task FlushAsync()
    {
        await using var link = await OpenAsync(abort: true);
        await link.GetServers()[0].FlushAllDatabasesAsync();
    }

    /// <summary>Has it do something, as its administrator.</summary>
    public async Task<RedisResult> ExecuteAsync(string command, params object[] arguments)
    {
        await using var link = await OpenAsync(abort: true);
        return await link.GetServers()[0].ExecuteAsync(command, arguments);
    }

    /// <summary>Waits until what it says holds some words.</summary>
    public Task UntilAsync(string words, string command, params object[] arguments) => _program.UntilAsync(async () =>
        $"{await ExecuteAsync(command, arguments)}".Contains(words, StringComparison.Ordinal) ? words : null);

    /// <summary>Kills it.</summary>
    public Task KillAsync()
    {
        _program.Signal(CommandProcess.Kill);
        return _program.EndAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _program.Dispose();
        _folder.Delete(recursive: true);
    }

    static CommandProcess Program(DirectoryInfo folder, int port, string[] further) => CommandProcess.Start(
        "redis-server", folder.FullName, new Dictionary<string, string>(),
        ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--requirepass", Password, "--masterauth", Password,
        .. further]);

    Task<string> ReadyAsync() =>
        _program.UntilAsync(async () => await OpenAsync(abort: false) is { IsConnected: true } link ? Closed(link) : null);

    Task<ConnectionMultiplexer> OpenAsync(bool abort) => ConnectionMultiplexer.ConnectAsync(new ConfigurationOptions
    {
        EndPoints = { { IPAddress.Loopback, Port } }, Password = Password, AllowAdmin = true, AbortOnConnectFail = abort,
    });

    static string Closed(ConnectionMultiplexer link)
    {
        link.Dispose();
        return "connected";
    }

    /// <summary>A port that is free, below those that systems give to connections: it stays free while its program is started again.</summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(15_000, 32_000);
            if (!Given.TryAdd(port, true)) continue;
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse)
            {
                // By a program that is no test's of this process.
            }
        }
    }
}
