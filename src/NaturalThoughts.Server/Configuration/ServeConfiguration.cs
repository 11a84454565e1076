using System.Collections;
using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Server.Configuration;

/// <summary>Where configuration comes from: <c>appsettings.json</c>, over it the environment, over that the command line.</summary>
public sealed record ServeConfiguration
{
    /// <summary>The prefix of environment variables; what follows is the key, with <c>__</c> for each colon.</summary>
    public const string Prefix = "NATURALTHOUGHTS__";

    /// <summary>The variable that names the root.</summary>
    public const string RootVariable = "NATURALTHOUGHTS_ROOT";

    const string File = "appsettings.json";

    /// <summary>The folder with <c>appsettings.json</c>, from which relative paths start.</summary>
    public required string Folder { get; init; }

    /// <summary>Environment variables.</summary>
    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Keys and values of the command line's own options.</summary>
    public ImmutableArray<KeyValuePair<string, string?>> Options { get; init; } = [];

    /// <summary>What <c>--set</c> says: <c>Key:Sub=value</c>.</summary>
    public ImmutableArray<string> Assignments { get; init; } = [];

    /// <summary>The variables of this process.</summary>
    public static ImmutableDictionary<string, string> EnvironmentOfProcess { get; } = System.Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>().ToImmutableDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");

    /// <summary>All of it put together, or everything that does not read.</summary>
    public Checked<IConfigurationRoot> Read()
    {
        var problems = new List<Problem>();
        var builder = new ConfigurationBuilder();
        if (Settings(problems) is { } json) builder.AddJsonStream(json);
        // Images name a root of their own, and clusters a collector for all: what is said as a key comes over it.
        builder.AddInMemoryCollection(CommonVariables());
        builder.AddInMemoryCollection(FromEnvironment());
        builder.AddInMemoryCollection([.. FromCommandLine(problems)]);
        return problems.Count > 0 ? new(problems) : new(builder.Build());
    }

    MemoryStream? Settings(List<Problem> problems)
    {
        var path = Path.Combine(Folder, File);
        try
        {
            if (!System.IO.File.Exists(path)) return null;
            var bytes = System.IO.File.ReadAllBytes(path);
            using var parsed = JsonDocument.Parse(bytes, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            if (parsed.RootElement.ValueKind is JsonValueKind.Object) return new(bytes);
            problems.Add(new("The settings are no JSON object.", path, Expected: "`{ … }`"));
        }
        catch (JsonException error)
        {
            problems.Add(new("The settings are no JSON.", path, (int?)error.LineNumber + 1, (int?)error.BytePositionInLine + 1));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            problems.Add(new($"The settings cannot be read: {error.Message}", path));
        }

        return null;
    }

    IEnumerable<KeyValuePair<string, string?>> CommonVariables()
    {
        if (Environment.GetValueOrDefault(RootVariable) is { Length: > 0 } root) yield return new(ServeKeys.Root, root);
        if (Environment.GetValueOrDefault("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 } collector)
            yield return new(ServeKeys.TelemetryOtlp, collector);
        if (Environment.GetValueOrDefault("OTEL_EXPORTER_OTLP_PROTOCOL") is { Length: > 0 } protocol)
            yield return new(ServeKeys.TelemetryProtocol, protocol == "http/protobuf" ? "http" : protocol);
    }

    IEnumerable<KeyValuePair<string, string?>> FromEnvironment()
    {
        foreach (var (name, value) in Environment)
            if (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && name.Length > Prefix.Length)
                yield return new(name[Prefix.Length..].Replace("__", ":", StringComparison.Ordinal), value);
    }

    IEnumerable<KeyValuePair<string, string?>> FromCommandLine(List<Problem> problems)
    {
        var given = Options.ToList();
        foreach (var assignment in Assignments)
        {
            var at = assignment.IndexOf('=', StringComparison.Ordinal);
            if (at > 0) given.Add(new(assignment[..at].Trim(), assignment[(at + 1)..]));
            else problems.Add(new($"`--set {(at < 0 ? assignment : "=…")}` sets nothing.", "--set", Expected: "`Key:Sub=value`"));
        }

        foreach (var (key, value) in given)
            if (IsSecret(key, value)) problems.Add(OnCommandLine(key));
        return given;
    }

    static bool IsSecret(string key, string? value) =>
        ServeKeys.Secret.Contains(key, StringComparer.OrdinalIgnoreCase)
        || (ServeKeys.RedisConnection.Equals(key, StringComparison.OrdinalIgnoreCase)
            && value?.Contains("password=", StringComparison.OrdinalIgnoreCase) == true);

    static Problem OnCommandLine(string key) => new(
        "A secret on the command line can be read by every user of the machine.", key,
        Fix: key.StartsWith("Http", StringComparison.OrdinalIgnoreCase)
            ? $"Put it into a file and name that in `{ServeKeys.HttpApiKeyFile}`, or set the variable `{Prefix}Http__ApiKey`."
            : $"Put it into a file and name that in `{ServeKeys.RedisPasswordFile}`, or set the variable `{Prefix}Redis__Password`.");
}
