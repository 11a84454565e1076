using System.Net.Sockets;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.ModelServers.Commands;

/// <summary>The command line: starts a server and runs it until the process is told to stop.</summary>
public static class ServeCommand
{
    const int Done = 0;
    const int Failed = 1;
    const int WrongInput = 2;

    /// <summary>Runs a command line.</summary>
    /// <returns>The exit code: 0 done, 1 it could not start, 2 the command line is wrong.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var options = new ServeOptions();
        var command = options.Command();
        command.SetAction((parsed, cancellation) => ServeAsync(options.Of(parsed), cancellation));
        var parsed = command.Parse(args);
        var problems = options.Problems(parsed);
        foreach (var problem in problems) await Console.Error.WriteLineAsync($"error: {problem}");
        return problems.IsEmpty ? await parsed.InvokeAsync(new() { ProcessTerminationTimeout = null }) : WrongInput;
    }

    /// <summary>What a command line asks for, or every problem with it.</summary>
    public static Checked<ModelServerOptions> Parse(params string[] args)
    {
        var options = new ServeOptions();
        var parsed = options.Command().Parse(args);
        var problems = options.Problems(parsed);
        return problems.IsEmpty ? new(options.Of(parsed)) : new(problems);
    }

    static async Task<int> ServeAsync(ModelServerOptions options, CancellationToken cancellation)
    {
        try
        {
            await using var server = await ModelServer.StartAsync(options);
            Console.WriteLine($"Serving at {server.Address}{(server.Recorded > 0 ? $" with {server.Recorded} recorded responses" : "")}.");
            await server.WaitForShutdownAsync(cancellation);
            return Done;
        }
        catch (Exception failure) when (failure is IOException or SocketException or InvalidDataException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"error: {failure.Message}");
            return Failed;
        }
    }
}
