using System.CommandLine;
using NaturalThoughts.Cli.Remote;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Core.Text;

namespace NaturalThoughts.Cli.Runs;

/// <summary>Where a command finds the runs: at the server it names, else in its root.</summary>
static class PlaceChoice
{
    /// <summary>The variable that names a server for commands that name none.</summary>
    public const string ServerVariable = "NATURALTHOUGHTS_SERVER";

    /// <summary>The variable with the server's key.</summary>
    public const string KeyVariable = "NATURALTHOUGHTS_SERVER_KEY";

    /// <summary>The variable with the file that holds it, where the first one is not set.</summary>
    public const string KeyFileVariable = "NATURALTHOUGHTS_SERVER_KEY_FILE";

    /// <summary>The place a command line means.</summary>
    /// <exception cref="ServerProblem">It means none.</exception>
    public static IRunPlace Of(ParseResult parsed, CancellationToken cancellation)
    {
        var hasRoot = parsed.GetResult(CommandSettings.Root) is { Implicit: false };
        var named = parsed.GetValue(CommandSettings.Server);
        if (named is not null && hasRoot)
            throw new ServerProblem([new("Both `--root` and `--server` say where the runs are.", "--server",
                Fix: "Keep one of them; a server has its own root.")], ExitCode.WrongInput);
        // Who names a root means this machine, whatever the shell is set to.
        if (hasRoot || ServerOf(named) is not { } address)
            return new LocalRuns(parsed.GetValue(CommandSettings.Root)!, parsed.GetValue(CommandSettings.Verbose), cancellation);
        return new ServerRuns(new(address, KeyOf(), cancellation), named is null ? "" : $" --server {named}", cancellation);
    }

    // Only these: NATURALTHOUGHTS_API_KEY belongs to model providers, and is no server's business.
    static string? KeyOf()
    {
        if (Given(KeyVariable) is { } key) return key;
        if (Given(KeyFileVariable) is not { } file) return null;
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ServerProblem([new($"The server's key cannot be read: {error.Message}", KeyFileVariable)], ExitCode.WrongInput);
        }
    }

    static string? Given(string variable) => Environment.GetEnvironmentVariable(variable)?.Trim() is { Length: > 0 } known ? known : null;

    /// <summary>The server that is named, or that the environment names; null where none is.</summary>
    /// <exception cref="ServerProblem">It is no address.</exception>
    public static Uri? ServerOf(string? named)
    {
        var server = named ?? Environment.GetEnvironmentVariable(ServerVariable);
        if (string.IsNullOrWhiteSpace(server)) return null;
        return Uri.TryCreate(server, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", Query.Length: 0 }
            ? address
            : throw new ServerProblem([new($"`{Display.Line(server, 100)}` is no server.", named is null ? ServerVariable : "--server",
                Expected: "an address such as `http://127.0.0.1:8080`")], ExitCode.WrongInput);
    }
}
