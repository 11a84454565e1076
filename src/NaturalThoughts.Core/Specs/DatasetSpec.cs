namespace NaturalThoughts.Core.Specs;

/// <summary>What to emit from a selection.</summary>
[GenerateSerializer, Immutable, Alias("nt.DatasetSpec")]
public sealed record DatasetSpec
{
    /// <summary>The dataset's name.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>The selection's name.</summary>
    [Id(1)] public required string Selection { get; init; }

    /// <summary><c>prompt-completion</c>, <c>messages</c>, <c>sharegpt</c> or <c>alpaca</c>.</summary>
    [Id(2)] public string Layout { get; init; } = "prompt-completion";

    /// <summary><c>parquet</c> or <c>jsonl</c>.</summary>
    [Id(3)] public string Format { get; init; } = "parquet";

    /// <summary>Which traces keep their reasoning: a share (<c>0.4</c>) or a boolean expression over features (<c>disagree</c>);
    /// null: all.</summary>
    [Id(4)] public string? System2 { get; init; }

    /// <summary>Seed of mixing by share, of pairs and of the validation split; default: the selection's.</summary>
    [Id(5)] public ulong? Seed { get; init; }

    /// <summary>System prompt of rows with reasoning.</summary>
    [Id(6)] public string? Think { get; init; }

    /// <summary>System prompt of rows without.</summary>
    [Id(7)] public string? NoThink { get; init; }

    /// <summary>System prompt of all rows, where the model shall decide for itself; not with <see cref="Think"/> or
    /// <see cref="NoThink"/>.</summary>
    [Id(8)] public string? Adaptive { get; init; }

    /// <summary>Share of questions kept apart for validation, 0 to below 1.</summary>
    [Id(9)] public double Validation { get; init; }

    /// <summary>Preference pairs to make: <c>correct</c>, <c>shorter</c> or <c>both</c>; null: none. Not with
    /// <see cref="System2"/>.</summary>
    [Id(10)] public string? Pairs { get; init; }

    /// <summary>Whether rows without reasoning say the condensed answer, where there is one, and not the trace's own.</summary>
    [Id(11)] public bool Condensed { get; init; }
}
