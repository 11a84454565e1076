using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Selection;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Core.Recipes;

/// <summary>What to pick from a pool: <c>where</c>, then <c>weight</c>, <c>rank</c> or <c>sample</c>, then <c>stratify</c>, then
/// <c>size</c>.</summary>
[GenerateSerializer, Immutable, Alias("nt.Recipe")]
public sealed record Recipe
{
    /// <summary>The name.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>A flag expression: which traces are eligible.</summary>
    [Id(1)] public string Where { get; init; } = "complete";

    /// <summary>A number expression: the weight for sampling without replacement; null: every trace weighs 1.</summary>
    [Id(2)] public string? Weight { get; init; }

    /// <summary>A number expression: take the largest values instead of sampling; not with <see cref="Weight"/>.</summary>
    [Id(3)] public string? Rank { get; init; }

    /// <summary>How places are shared out; null: not at all.</summary>
    [Id(4)] public StratifySpec? Stratify { get; init; }

    /// <summary>How many traces; null: all that are eligible.</summary>
    [Id(5)] public long? Size { get; init; }

    /// <summary>Seed of all chance. Sizes nest where seeds are equal.</summary>
    [Id(6)] public ulong Seed { get; init; }

    /// <summary>Most traces of one question.</summary>
    [Id(7)] public int PerQuestion { get; init; } = 1;

    /// <summary>Names of earlier selections, or files of ids, whose traces are left out.</summary>
    [Id(8)] public ImmutableArray<string> Exclude { get; init; } = [];

    /// <summary>A number expression: the probability, cut to 0 to 1, with which each trace is taken by itself; not with
    /// <see cref="Weight"/> or <see cref="Rank"/>.</summary>
    [Id(9)] public string? Sample { get; init; }

    /// <summary>What chance falls on: <c>trace</c>, or <c>question</c>, so that one with many traces is as likely as one with
    /// few.</summary>
    [Id(10)] public string Draw { get; init; } = "trace";

    /// <summary>Whether chance falls on questions.</summary>
    public bool ByQuestion => Draw == "question";

    /// <summary>The largest <see cref="Size"/>: above all there is, and small enough to reckon with exactly.</summary>
    public const long LargestSize = 1_000_000_000_000;

    /// <summary>The recipe that a spec's entry means.</summary>
    /// <param name="spec">The entry; what it says replaces the part of that name. Of a weight, a rank and a sample each replaces the
    /// others.</param>
    /// <param name="basis">The recipe it builds on; null: the defaults.</param>
    public static Recipe Of(SelectionSpec spec, Recipe? basis)
    {
        basis ??= new() { Name = spec.Name };
        var ordered = spec.Weight is not null || spec.Rank is not null || spec.Sample is not null;
        return new()
        {
            Name = spec.Name,
            Where = spec.Where ?? basis.Where,
            Weight = ordered ? spec.Weight : basis.Weight,
            Rank = ordered ? spec.Rank : basis.Rank,
            Sample = ordered ? spec.Sample : basis.Sample,
            Draw = spec.Draw ?? basis.Draw,
            Stratify = spec.Stratify ?? basis.Stratify,
            Size = spec.Size ?? basis.Size,
            Seed = spec.Seed ?? basis.Seed,
            PerQuestion = spec.PerQuestion ?? basis.PerQuestion,
            Exclude = spec.Exclude.IsEmpty ? basis.Exclude : spec.Exclude,
        };
    }

    /// <summary>Compiles the recipe for a run's columns, or says everything that is wrong with it and in which part.</summary>
    public Checked<CompiledRecipe> Compile(FeatureSchema schema) => CompiledRecipe.Of(this, schema);

    /// <summary>The recipe as YAML, its name left out: recipes with the same text pick the same traces from the same facts.</summary>
    public string CanonicalText
    {
        get
        {
            var text = new StringBuilder();
            Line("where", Quoted(Where));
            if (Weight is not null) Line("weight", Quoted(Weight));
            if (Rank is not null) Line("rank", Quoted(Rank));
            if (Sample is not null) Line("sample", Quoted(Sample));
            if (Draw != "trace") Line("draw", Quoted(Draw));
            if (Stratify is { } stratify)
                Line("stratify", $"{{by: {Quoted(stratify.By)}, allocation: {Allocation(stratify)}}}");
            if (Size is { } size) Line("size", size.ToString(CultureInfo.InvariantCulture));
            Line("seed", Seed.ToString(CultureInfo.InvariantCulture));
            Line("per_question", PerQuestion.ToString(CultureInfo.InvariantCulture));
            if (!Exclude.IsEmpty)
                Line("exclude", $"[{string.Join(", ", Exclude.Distinct().Order(StringComparer.Ordinal).Select(Quoted))}]");
            return text.ToString();

            void Line(string key, string value) => text.Append(key).Append(": ").Append(value).Append('\n');
        }
    }

    /// <summary>Names what the recipe asks for: equal for recipes that differ in name only.</summary>
    public Digest Digest => Digest.Of("recipe", CanonicalText);

    /// <summary>
    /// The share of a stratum that has a number of traces, for <see cref="Apportionment"/>. A given share named <c>null</c> is that of
    /// traces without a value.
    /// </summary>
    public double Share(Stratum stratum, long count) => Stratify switch
    {
        null => 1,
        { Shares.IsEmpty: false } given => given.Shares.GetValueOrDefault(stratum.ToString()),
        { Allocation: "proportional" } => count,
        { Allocation: "sqrt" } => Math.Sqrt(count),
        _ => 1,
    };

    static string Allocation(StratifySpec stratify)
    {
        if (stratify.Shares.IsEmpty) return stratify.Allocation;
        var shares = stratify.Shares.OrderBy(share => share.Key, StringComparer.Ordinal)
            .Select(share => $"{Quoted(share.Key)}: {share.Value.ToString("R", CultureInfo.InvariantCulture)}");
        return "{" + string.Join(", ", shares) + "}";
    }

    // A YAML double-quoted scalar reads JSON's escapes.
    static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
