using System.Collections.Immutable;
using System.Security.Cryptography;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Recipes;

namespace NaturalThoughts.Cluster.Selections;

/// <summary>What a recipe leaves out, as files that shards can read.</summary>
/// <param name="Selections">Earlier selections.</param>
/// <param name="Ids">Files with one id of a trace or a question a line.</param>
sealed record Exclusions(ImmutableArray<string> Selections, ImmutableArray<string> Ids)
{
    /// <summary>Digest of what the files hold.</summary>
    public Digest Content =>
        Digest.Of(["exclude", .. Selections.Concat(Ids).Select(Sha256Of)]);

    /// <summary>Finds each name of <c>exclude</c> among the run's selections, then among the files beside the spec.</summary>
    public static Checked<Exclusions> Of(Recipe recipe, RunContext run)
    {
        var (selections, ids, problems) = (new List<string>(), new List<string>(), new List<Problem>());
        // The order in which they are named says nothing.
        foreach (var name in recipe.Exclude.Distinct().Order(StringComparer.Ordinal))
        {
            var file = Path.Combine(run.BaseFolder, name);
            if (run.Folder.Selection(name) is { Ok: true, Value: var folder } && Directory.Exists(folder))
            {
                problems.AddRange(RecordedSelection.Read(run.Folder, name).Problems);
                selections.Add(RecordedSelection.FileOf(run.Folder, name));
            }
            else if (File.Exists(file))
            {
                ids.Add(file);
                if (NotAnId(file) is { } line)
                    problems.Add(new("This line is no id.", name, line,
                        Expected: "the 32 hex digits of a trace or a question on each line"));
            }
            else
            {
                problems.Add(new($"`{name}` is neither a selection of this run nor a file.", $"{recipe.Name}.exclude",
                    Expected: "an earlier selection, or a file with one id a line"));
            }
        }

        return problems.Count > 0 ? new(problems) : new(new Exclusions([.. selections], [.. ids]));
    }

    static string Sha256Of(string file)
    {
        using var bytes = File.OpenRead(file);
        return Convert.ToHexString(SHA256.HashData(bytes));
    }

    // An id that is mistyped would leave nothing out, and nobody would see it.
    static int? NotAnId(string file) => File.ReadLines(file)
        .Select((line, index) => (Text: line.Trim(), Number: (int?)(index + 1)))
        .FirstOrDefault(line => line.Text.Length > 0 && !Digest.TryParse(line.Text, out _)).Number;
}
