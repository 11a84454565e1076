using System.Collections.Immutable;
using System.Globalization;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Mixing;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Datasets;
using NaturalThoughts.Data.Runs;

namespace NaturalThoughts.Server.Console.Selections;

/// <summary>A dataset as somebody fills in its form: texts, as they were typed.</summary>
public sealed class EmitDraft
{
    /// <summary>The dataset's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>What a row looks like.</summary>
    public string Layout { get; set; } = SpecNames.Layouts[0];

    /// <summary>The files' format.</summary>
    public string Format { get; set; } = SpecNames.Formats[0];

    /// <summary>Which traces keep their reasoning: a share, a percentage or a condition; empty: all.</summary>
    public string Mix { get; set; } = "";

    /// <summary>Whether the others give the condensed answer.</summary>
    public bool Condensed { get; set; }

    /// <summary>Preference pairs; empty: none.</summary>
    public string Pairs { get; set; } = "";

    /// <summary>System prompt of rows with reasoning.</summary>
    public string Think { get; set; } = "";

    /// <summary>System prompt of rows without.</summary>
    public string NoThink { get; set; } = "";

    /// <summary>System prompt of all rows.</summary>
    public string Adaptive { get; set; } = "";

    /// <summary>Share of questions kept apart; empty: none.</summary>
    public string Validation { get; set; } = "";

    /// <summary>Seed of mixing, pairs and the split; empty: the selection's.</summary>
    public string Seed { get; set; } = "";

    /// <summary>The dataset that is asked for.</summary>
    /// <param name="selection">Of which selection.</param>
    public DatasetSpec Of(string selection) => new()
    {
        Name = Name.Trim(),
        Selection = selection,
        Layout = Layout,
        Format = Format,
        System2 = Share(Mix)?.ToString("R", CultureInfo.InvariantCulture) ?? Said(Mix),
        Condensed = Condensed,
        Pairs = Said(Pairs),
        Think = Said(Think),
        NoThink = Said(NoThink),
        Adaptive = Said(Adaptive),
        Validation = Share(Validation) ?? 0,
        Seed = SeedOf(Seed),
    };

    /// <summary>What is wrong, by field; empty: nothing that can be seen before it is emitted.</summary>
    /// <param name="selection">Of which selection.</param>
    /// <param name="spec">The run's spec.</param>
    public ImmutableSortedDictionary<string, Problem> Problems(string selection, RunSpec spec)
    {
        var asked = Of(selection);
        var plain = new DatasetSpec { Name = "dataset", Selection = selection, Layout = Layout, Format = Format };
        var condenser = spec.Rubrics.Any(rubric => rubric.Name == Core.Rubrics.Condensed.Rubric) ? spec.Annotator : null;
        var wrong = new Dictionary<string, Problem?>
        {
            ["name"] = RunFolder.CheckName("dataset", asked.Name),
            ["mix"] = First(MixRule.Parse(asked.System2, SpecExpressions.Schema(spec)).Problems),
            // A rule of the plan is asked with the fields alone that it looks at.
            ["pairs"] = OfPlan(plain with { Pairs = asked.Pairs, System2 = asked.System2 }),
            ["condensed"] = OfPlan(plain with { Condensed = asked.Condensed, System2 = asked.System2 }),
            ["adaptive"] = OfPlan(plain with { Adaptive = asked.Adaptive, Think = asked.Think, NoThink = asked.NoThink }),
            ["validation"] = Said(Validation) is { } text && Share(text) is null
                ? new($"`{text}` is no share.", Expected: "0 to below 1, or a percentage")
                : OfPlan(plain with { Validation = asked.Validation }),
            ["seed"] = Said(Seed) is { } seed && SeedOf(seed) is null
                ? new($"`{seed}` is no seed.", Expected: "a whole number from 0 on") : null,
        };
        return wrong.Where(field => field.Value is not null)
            .ToImmutableSortedDictionary(field => field.Key, field => field.Value!, StringComparer.Ordinal);

        Problem? OfPlan(DatasetSpec part) => First(DatasetPlan.From(part, 0, condenser).Problems);
    }

    static Problem? First(ImmutableArray<Problem> problems) => problems.IsEmpty ? null : problems[0];

    static string? Said(string text) => text.Trim() is { Length: > 0 } said ? said : null;

    static double? Share(string text) => text.Trim() is var said && said.EndsWith('%') ? Number(said[..^1]) / 100 : Number(said);

    static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    static ulong? SeedOf(string text) =>
        ulong.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : null;
}
