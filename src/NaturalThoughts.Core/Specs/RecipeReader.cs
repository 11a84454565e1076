using System.Collections.Immutable;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs.Reading;
using NaturalThoughts.Core.Specs.Yaml;

namespace NaturalThoughts.Core.Specs;

/// <summary>Reads a recipe file: the keys of one selection, where <c>name</c> may be left out.</summary>
public static class RecipeReader
{
    /// <summary>Most characters of a recipe or a spec.</summary>
    public const int LongestText = YamlTree.LongestText;

    /// <summary>The selection, or every problem in the order of their places.</summary>
    /// <param name="yaml">The file's text, under the bounds of a spec file.</param>
    /// <param name="fileName">The name problems give the file; less its folder and extension the selection's name where it gives
    /// none.</param>
    /// <param name="run">The run whose columns and selections it may name; without one they are taken as they are.</param>
    /// <param name="check">Checks the expressions, where there is a run.</param>
    public static Checked<SelectionSpec> Read(string yaml, string fileName, RunSpec? run = null, ExpressionCheck? check = null)
    {
        var reading = new SpecReading(yaml, fileName);
        if (reading.Root(SpecShape.Selection) is not { } root) return reading.Result<SelectionSpec>(null);
        var name = root.Name("name");
        if (name is null && !root.Has("name"))
        {
            name = Path.GetFileNameWithoutExtension(fileName);
            if (!SpecNames.IsName(name))
                reading.Report(root.At, $"The file's name `{MapReader.Cut(name)}` cannot name a selection.", fix: "Add `name:`.");
        }

        var columns = run is null ? null : new FeatureSchema(run.Sources.SelectMany(source => source.Features.Keys));
        ImmutableArray<string>? earlier = run is null ? null : [.. run.Selections.Select(other => other.Name)];
        var selection = SelectionReader.Selection(root, name ?? "", columns, earlier);
        if (run is not null) reading.Check(check, run);
        return reading.Result(selection);
    }
}
