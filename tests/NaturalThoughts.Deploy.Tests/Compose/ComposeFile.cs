using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace NaturalThoughts.Deploy.Tests.Compose;

/// <summary><c>deploy/compose.yaml</c>, its anchors merged.</summary>
static class ComposeFile
{
    /// <summary>The folder that its paths start from.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "deploy");

    /// <summary>All of it.</summary>
    public static IReadOnlyDictionary<object, object> All { get; } = Read();

    /// <summary>Its services.</summary>
    public static ImmutableArray<ComposeService> Services { get; } =
        [.. Map(All["services"]).Select(service => new ComposeService((string)service.Key, Map(service.Value)))];

    /// <summary>The service of a name.</summary>
    public static ComposeService Of(string name) => Services.Single(service => service.Name == name);

    /// <summary>A mapping.</summary>
    public static IReadOnlyDictionary<object, object> Map(object value) => Assert.IsType<Dictionary<object, object>>(value);

    static IReadOnlyDictionary<object, object> Read()
    {
        using var file = File.OpenText(Path.Combine(Folder, "compose.yaml"));
        return new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(new MergingParser(new Parser(file)));
    }
}

/// <summary>A service.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Keys">What is said of it.</param>
sealed record ComposeService(string Name, IReadOnlyDictionary<object, object> Keys)
{
    /// <summary>A text.</summary>
    public string? Text(string key) => Keys.GetValueOrDefault(key) as string;

    /// <summary>Several texts.</summary>
    public ImmutableArray<string> List(string key) =>
        Keys.TryGetValue(key, out var list) ? [.. Assert.IsType<List<object>>(list).Cast<string>()] : [];

    /// <summary>Its environment.</summary>
    public IReadOnlyDictionary<string, string> Environment => Keys.TryGetValue("environment", out var variables)
        ? ComposeFile.Map(variables).ToDictionary(one => (string)one.Key, one => (string)one.Value)
        : new Dictionary<string, string>();

    /// <summary>What it waits for, and until when.</summary>
    public IReadOnlyDictionary<string, string> DependsOn => Keys.TryGetValue("depends_on", out var others)
        ? ComposeFile.Map(others).ToDictionary(one => (string)one.Key, one => (string)ComposeFile.Map(one.Value)["condition"])
        : new Dictionary<string, string>();

    /// <summary>Its health check; empty where it has none of its own.</summary>
    public IReadOnlyDictionary<object, object> Health =>
        Keys.TryGetValue("healthcheck", out var check) ? ComposeFile.Map(check) : new Dictionary<object, object>();

    /// <summary>Whether it is a container of the program.</summary>
    public bool IsProgram => Text("image")!.StartsWith("naturalthoughts:", StringComparison.Ordinal);

    /// <summary>What it mounts: source, place, and whether it may write there.</summary>
    public IEnumerable<(string Source, string Target, bool Writes)> Mounts => List("volumes").Select(mount => mount.Split(':'))
        .Select(parts => (parts[0], parts[1], parts is not [_, _, "ro"]));

    /// <inheritdoc/>
    public override string ToString() => Name;
}
