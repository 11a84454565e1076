using System.Collections.Immutable;
using System.Globalization;
using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Data.Datasets.Parts;

/// <summary>A column that cards and reports show, and how its values become bars.</summary>
/// <param name="Name">The column.</param>
/// <param name="Title">Its title in charts.</param>
/// <param name="Step">A number's smallest difference; 0: it has none.</param>
/// <param name="Edges">Where a number's bars begin, after the first, which begins at 0; empty: each value is a bar.</param>
/// <param name="Most">The largest number there can be; null: there is none.</param>
public sealed record ShownColumn(string Name, string Title, double Step, ImmutableArray<double> Edges, double? Most = null)
{
    static readonly ImmutableArray<double> Tenths = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

    /// <summary>All of them, in the order they are shown in.</summary>
    public static ImmutableArray<ShownColumn> All { get; } =
    [
        new("domain", "Domain", 0, []),
        new("topic", "Topic", 0, []),
        new("cluster", "Cluster", 0, []),
        new("reasoning_type", "Kind of inference", 0, []),
        new("model", "Teacher", 0, []),
        new("question_language", "Language of the question", 0, []),
        new("trace_language", "Language of the reasoning", 0, []),
        new("reasoning_tokens", "Length of the reasoning, tokens", 1, [1, 125, 250, 500, 1000, 2000, 4000, 8000, 16000, 32000]),
        new("strategies_unique", "Different reasoning strategies", 1, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        new("reasoning_density", "Strategies shown in 1,000 tokens", 0, [5, 10, 15, 20, 25, 30, 40, 50]),
        new("verbosity", "Verbosity, 0 (efficient) to 10", 0.1, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        new("difficulty", "Difficulty among all questions, 0 (easiest) to 1", 0, Tenths, 1),
        new("pass_rate", "Pass rate of the teacher", 0, [.. Tenths, 1], 1),
        new("correct", "Correct", 0, []),
        new("disagree", "Teacher and baseline disagree", 0, []),
    ];

    /// <summary>A column as it is shown; one that is none of <see cref="All"/> has a bar for each value.</summary>
    public static ShownColumn Of(string name) => All.FirstOrDefault(shown => shown.Name == name) ?? new(name, name, 0, []);

    /// <summary>Whether its bars stand on a scale.</summary>
    public bool Ordered => !Edges.IsEmpty;

    /// <summary>The bar a number falls into, from 0.</summary>
    public int BarOf(double number)
    {
        var bar = 0;
        while (bar < Edges.Length && Edges[bar] <= number) bar++;
        return bar;
    }

    /// <summary>What a bar of a number stands for.</summary>
    /// <param name="bar">The bar, from 0.</param>
    public string LabelOf(int bar)
    {
        var from = Edge(bar == 0 ? 0 : Edges[bar - 1]);
        if (bar == Edges.Length) return Most is not { } most ? $"{from} and more" : from == Edge(most) ? from : $"{from} to {Edge(most)}";
        var to = Edge(Edges[bar] - Step);
        return from == to ? from : $"{from} to {to}";
    }

    /// <summary>The bar of a value that is known.</summary>
    public (int Rank, string Label) BarOf(FeatureValue value) =>
        Ordered && BarOf(value.Number) is var bar ? (bar, LabelOf(bar)) : (0, value.ToString());

    string Edge(double edge) =>
        edge.ToString(Step is > 0 and < 1 || Most is not null ? "N1" : "N0", CultureInfo.InvariantCulture);
}
