using System.Collections.Immutable;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Runs;

namespace NaturalThoughts.Server.Api;

/// <summary>The spec a run was given, and the selections it has: what a recipe may name.</summary>
/// <param name="Yaml">The spec with its defaults.</param>
/// <param name="Selections">Selections that were made.</param>
public sealed record AcceptedSpec(string Yaml, ImmutableArray<string> Selections)
{
    /// <summary>That of a run; null where there is none.</summary>
    public static AcceptedSpec? Of(RunFolder run)
    {
        if (!File.Exists(run.Spec)) return null;
        var made = Path.GetDirectoryName(run.Selection("x").Value!)!;
        var selections = Directory.Exists(made) ? Directory.GetDirectories(made) : [];
        return new(File.ReadAllText(run.Spec), [.. selections.Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)]);
    }

    /// <summary>The spec, with every selection there is: a recipe may exclude those that were made by hand, too.</summary>
    public Checked<RunSpec> Read(string where)
    {
        var spec = SpecReader.Read(Yaml, where);
        return spec.Ok && !Selections.IsEmpty
            ? new(spec.Value with { Selections = [.. Selections.Select(name => new SelectionSpec { Name = name })] })
            : spec;
    }
}
