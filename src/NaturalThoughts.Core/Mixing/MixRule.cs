using System.Collections.Immutable;
using System.Globalization;
using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Selection;

namespace NaturalThoughts.Core.Mixing;

/// <summary>Which traces keep their reasoning (System-2) and which give their answer only (System-1).</summary>
/// <remarks>
/// Decided for each trace by itself, by its own hash or features and never by what else was selected: so what is System-2 in a small
/// dataset is so in every larger one.
/// Li et al., <i>NaturalThoughts</i>, 2025: a share of 0.2, 0.4 or 0.6 by chance, or where the models disagree.
/// </remarks>
public sealed class MixRule
{
    readonly double _share;
    readonly Expression? _flag;

    MixRule(double share, Expression? flag) => (_share, _flag) = (share, flag);

    /// <summary>Columns whose pool-wide histograms the rule needs.</summary>
    public ImmutableArray<string> Percentiles => _flag is null ? [] : [.. _flag.Percentiles];

    /// <summary>Reads a share (<c>0.4</c>) or a flag expression (<c>disagree</c>); null: every trace keeps its reasoning.</summary>
    public static Checked<MixRule> Parse(string? text, FeatureSchema schema)
    {
        if (text is null) return new(new MixRule(1, null));
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share))
        {
            return share is >= 0 and <= 1
                ? new(new MixRule(share, null))
                : new([new Problem($"The share {text} is out of range.",
                    "system2", Expected: "0 to 1, or a flag expression such as `disagree`")]);
        }

        var flag = Expression.Compile(text, schema, FeatureKind.Flag);
        return flag.Ok ? new(new MixRule(0, flag.Value)) : new(flag.Problems.Select(problem => problem with { Where = "system2" }));
    }

    /// <summary>For each selected trace, whether it keeps its reasoning; an expression that is null for a trace says no.</summary>
    /// <param name="rows">The snapshot that the rows are of.</param>
    /// <param name="selected">What was selected from it, in any order.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="percentiles">The pool's histograms of the columns in <see cref="Percentiles"/>.</param>
    public ImmutableArray<bool> System2(FeatureSnapshot rows, ImmutableArray<SelectedTrace> selected, ulong seed, Percentiles percentiles)
    {
        if (_flag is null)
        {
            var lot = new Lot("system2", seed);
            return [.. selected.Select(trace => lot.Falls(trace.Trace.Value, _share))];
        }

        var decided = new bool[selected.Length];
        var block = new double[FeatureTable.BlockRows];
        foreach (var part in Enumerable.Range(0, selected.Length).GroupBy(i => selected[i].Row / FeatureTable.BlockRows))
        {
            var start = part.Key * FeatureTable.BlockRows;
            _flag.Evaluate(rows, start, block.AsSpan(0, Math.Min(FeatureTable.BlockRows, rows.Count - start)), percentiles);
            foreach (var i in part) decided[i] = block[selected[i].Row - start] == 1;
        }

        return [.. decided];
    }
}
