using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace NaturalThoughts.Server.Tests.Support;

/// <summary>A Redis of a test's own.</summary>
sealed class RedisServer : IDisposable
{
    public const string Password = "a-password-of-tests";

    CommandProcess _program;
    readonly DirectoryInfo _folder;

    RedisServer(CommandProcess program, DirectoryInfo folder, int port) => (_program, _folder, Port) = (program, folder, port);

    public int Port { get; }

    /// <summary>Starts one; the test is skipped where there is no <c>redis-server</c>.</summary>
    public static async Task<RedisServer> StartAsync()
    {
        var folders = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, "redis-server"))))
            Assert.Skip("There is no `redis-server` on this machine; `apt-get install redis-server` brings it.");
        var port = FreePort();
        var folder = Directory.CreateTempSubdirectory("naturalthoughts-redis-");
        var server = new RedisServer(Program(folder, port), folder, port);
        await server.ReadyAsync();
        return server;
    }

    /// <summary>Kills it and starts it anew, with nothing in it.</summary>
    public async Task RestartAsync()
    {
        _program.Dispose();
        _program = Program(_folder, Port);
        await ReadyAsync();
    }

    /// <summary>Empties it.</summary>
    public async Task FlushAsync()
    {
        await using var link = await OpenAsync(abort: true);
        await link.GetServers()[0].FlushAllDatabasesAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _program.Dispose();
        _folder.Delete(recursive: true);
    }

    static CommandProcess Program(DirectoryInfo folder, int port) => CommandProcess.Start(
        "redis-server", folder.FullName, new Dictionary<string, string>(),
        "--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--requirepass", Password);

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

    /// <summary>A port that is free now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
