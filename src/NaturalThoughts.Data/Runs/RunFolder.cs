using System.Globalization;
using System.Text.RegularExpressions;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Data.Runs;

/// <summary>Where the files of a run lie. No name leads out of the root.</summary>
public sealed partial class RunFolder
{
    RunFolder(string root, string run)
    {
        (Root, Run) = (root, run);
        Path = System.IO.Path.Combine(root, run);
    }

    /// <summary>The folder of runs.</summary>
    public string Root { get; }

    /// <summary>The run's name.</summary>
    public string Run { get; }

    /// <summary>The run's folder.</summary>
    public string Path { get; }

    /// <summary>The accepted spec.</summary>
    public string Spec => In("run.yaml");

    /// <summary>The control log's folder.</summary>
    public string Control => In("control");

    /// <summary>What is being written and is not yet published by a rename; on the run's own file system.</summary>
    public string Staging => In("staging");

    /// <summary>The folder of a run under a root, or what is wrong with the name.</summary>
    public static Checked<RunFolder> Of(string root, string run) =>
        CheckName("run", run) is { } problem ? new([problem]) : new(new RunFolder(root, run));

    /// <summary>The runs under a root, by name: the folders that hold a control log or a spec.</summary>
    public static IEnumerable<RunFolder> List(string root) => Directory.Exists(root)
        ? Directory.EnumerateDirectories(root)
            .Select(folder => Of(root, System.IO.Path.GetFileName(folder)).Value)
            .OfType<RunFolder>()
            .Where(run => File.Exists(run.Spec) || Directory.Exists(run.Control))
            .OrderBy(run => run.Run, StringComparer.Ordinal)
        : [];

    /// <summary>The shards' logs that are there, in the order of their numbers.</summary>
    public IEnumerable<string> Shards => Directory.Exists(In("shards"))
        ? Directory.EnumerateDirectories(In("shards")).Where(folder => int.TryParse(System.IO.Path.GetFileName(folder), NumberStyles.None,
            CultureInfo.InvariantCulture, out var number) && folder == Shard(number)).Order(StringComparer.Ordinal)
        : [];

    /// <summary>A shard's log.</summary>
    /// <param name="number">0-based number of the shard.</param>
    public string Shard(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        return In("shards", number.ToString("D4", CultureInfo.InvariantCulture));
    }

    /// <summary>A shard's memory as it was at some place of its log: what is not there, or of no use, is folded from the log.</summary>
    /// <param name="number">0-based number of the shard.</param>
    public string Memory(int number) => In("memory", number.ToString("D4", CultureInfo.InvariantCulture));

    /// <summary>A selection's folder, or what is wrong with the name.</summary>
    public Checked<string> Selection(string name) => Named("selection", "selections", name);

    /// <summary>Where the clusters of questions are kept, each clustering under its digest. They follow from the log.</summary>
    public string Clusters => In("clusters");

    /// <summary>A dataset's folder, or what is wrong with the name.</summary>
    public Checked<string> Dataset(string name) => Named("dataset", "datasets", name);

    /// <summary>
    /// What is wrong with a name; null when it is good: 1 to 100 letters, digits, dots, dashes and underscores of ASCII, first a letter
    /// or a digit.
    /// </summary>
    /// <param name="what">What is named: run, selection, dataset.</param>
    /// <param name="name">The name.</param>
    public static Problem? CheckName(string what, string name)
    {
        if (SpecNames.IsName(name)) return null;
        var near = NotInNames().Replace(name, "-").TrimStart('.', '-', '_');
        near = near.Length > 100 ? near[..100] : near;
        return new Problem(
            $"`{name}` cannot be the name of a {what}.",
            Expected: "1 to 100 letters, digits, dots, dashes or underscores (ASCII), first a letter or a digit",
            Fix: near.Length > 0 ? $"Try `{near}`." : "Give a name.");
    }

    Checked<string> Named(string what, string folder, string name) =>
        CheckName(what, name) is { } problem ? new([problem]) : new(In(folder, name));

    string In(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    [GeneratedRegex(@"[^A-Za-z0-9._-]+")]
    private static partial Regex NotInNames();
}
