using System.Collections.Immutable;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Datasets.Layouts;
using NaturalThoughts.Data.Runs;

namespace NaturalThoughts.Data.Datasets;

/// <summary>How rows become files: what every shard needs to write its part of a dataset.</summary>
[GenerateSerializer, Immutable, Alias("nt.DatasetPlan")]
public sealed record DatasetPlan
{
    /// <summary>The dataset's name, which is its folder's.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>The selection's name.</summary>
    [Id(1)] public required string Selection { get; init; }

    /// <summary>Seed of the selection.</summary>
    [Id(2)] public required ulong SelectionSeed { get; init; }

    /// <summary>Seed of mixing by share, of pairs and of the validation split.</summary>
    [Id(3)] public required ulong MixingSeed { get; init; }

    /// <summary>Name of the layout; one of <see cref="DatasetLayout.All"/>.</summary>
    [Id(4)] public string Layout { get; init; } = "prompt-completion";

    /// <summary>The files' format.</summary>
    [Id(5)] public DatasetFormat Format { get; init; }

    /// <summary>System prompt of rows with reasoning.</summary>
    [Id(6)] public string? Think { get; init; }

    /// <summary>System prompt of rows without.</summary>
    [Id(7)] public string? NoThink { get; init; }

    /// <summary>System prompt of all rows; not with the other two.</summary>
    [Id(8)] public string? Adaptive { get; init; }

    /// <summary>Which traces keep their reasoning, as the spec says it; null: all.</summary>
    [Id(9)] public string? System2 { get; init; }

    /// <summary>Share of questions kept apart for validation.</summary>
    [Id(10)] public double Validation { get; init; }

    /// <summary>Which preference pairs are made of the traces; null: none, each trace is a row.</summary>
    [Id(11)] public string? Pairs { get; init; }

    /// <summary>The model whose condensed answers stand in rows without reasoning, where there is one for the trace; null: the traces' own
    /// answers do.</summary>
    [Id(12)] public string? Condenser { get; init; }

    /// <summary>The system prompt of a row; null: none.</summary>
    public string? SystemPrompt(RowMode mode) => Adaptive ?? (mode is RowMode.System2 ? Think : NoThink);

    /// <summary>Reads a spec's dataset, or says all that is wrong with it.</summary>
    /// <param name="spec">The dataset as the spec lists it.</param>
    /// <param name="selectionSeed">Seed of its selection, and of mixing where the spec gives none.</param>
    /// <param name="condenser">The model that condenses the run's answers; null: none does.</param>
    public static Checked<DatasetPlan> From(DatasetSpec spec, ulong selectionSeed, string? condenser = null)
    {
        var where = $"datasets.{spec.Name}";
        var problems = ImmutableArray.CreateBuilder<Problem>();
        if (RunFolder.CheckName("dataset", spec.Name) is { } misnamed) problems.Add(misnamed with { Where = where });
        if (DatasetLayout.Find(spec.Layout) is null)
            problems.Add(Unknown("layout", spec.Layout, where, [.. DatasetLayout.All.Select(layout => layout.Name)]));
        if (!DatasetFormats.TryParse(spec.Format, out var format))
            problems.Add(Unknown("format", spec.Format, where, DatasetFormats.Names));
        if (spec.Adaptive is not null && (spec.Think is not null || spec.NoThink is not null))
            problems.Add(new("`adaptive` stands beside `think` or `no_think`.", where, Fix: "Keep either `adaptive` or the other two."));
        if (spec.Validation is not (>= 0 and < 1))
            problems.Add(new($"A validation share of {Invariant.Real(spec.Validation)} is not possible.", where, Expected: "0 to below 1"));
        if (spec.Pairs is { } pairs && !SpecNames.Pairs.Contains(pairs))
            problems.Add(Unknown("kind of pairs", pairs, where, SpecNames.Pairs));
        if (spec is { Pairs: not null, System2: not null })
            problems.Add(new("`mix` stands beside `pairs`.", where,
                Fix: "Leave `mix` out: both sides of a pair keep the reasoning they have."));
        if (spec is { Condensed: true, System2: null })
            problems.Add(new("Condensed answers are for rows without reasoning, and every row keeps what it has.", where,
                Fix: "Add `mix` with the traces that keep their reasoning: a share or a condition."));
        else if (spec.Condensed && condenser is null)
            problems.Add(new("Nobody writes condensed answers in this run.", where,
                Fix: "Add `condense` to `annotate` in the spec, a model as `annotator` to `roles`, and `curate` it again."));
        if (problems.Count > 0) return new(problems);

        return new(new DatasetPlan
        {
            Name = spec.Name,
            Selection = spec.Selection,
            SelectionSeed = selectionSeed,
            MixingSeed = spec.Seed ?? selectionSeed,
            Layout = spec.Layout,
            Format = format,
            Think = spec.Think,
            NoThink = spec.NoThink,
            Adaptive = spec.Adaptive,
            System2 = spec.System2,
            Validation = spec.Validation,
            Pairs = spec.Pairs,
            Condenser = spec.Condensed ? condenser : null,
        });
    }

    static Problem Unknown(string what, string given, string where, ImmutableArray<string> known) =>
        new($"There is no {what} `{given}`.", where, Expected: string.Join(", ", known),
            Fix: NearestName.DidYouMean(given, known));
}
