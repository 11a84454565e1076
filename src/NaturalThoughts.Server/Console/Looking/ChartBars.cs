using System.Collections.Immutable;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Text;
using NaturalThoughts.Data.Datasets.Parts;

namespace NaturalThoughts.Server.Console.Looking;

/// <summary>How a column is spread over two sets of traces, as a chart shows it.</summary>
/// <param name="Column">The column.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Left">Traces of the first set.</param>
/// <param name="Right">Traces of the second set.</param>
/// <param name="Bars">In reading order.</param>
public sealed record ChartBars(string Column, string Title, long Left, long Right, ImmutableArray<ChartBar> Bars)
{
    /// <summary>Bars that are shown where nobody asks for all.</summary>
    public const int Most = 13;

    /// <summary>All bars of a pair.</summary>
    public static ChartBars Of(DistributionPair pair)
    {
        var (left, right) = (pair.Bins.Sum(bin => bin.Left), pair.Bins.Sum(bin => bin.Right));
        return new(pair.Column, ShownColumn.Of(pair.Column).Title, left, right,
            [.. pair.Bins.Select(bin => new ChartBar(Display.Line(bin.Label, 60), bin.Left, bin.Right))]);
    }

    /// <summary>Whether there is anything to compare: a column that says the same of every trace is none to draw.</summary>
    public bool Varies => Bars.Length > 1;

    /// <summary>The first bars.</summary>
    public ImmutableArray<ChartBar> First(int most) => Bars.Length <= most ? Bars : Bars[..most];

    /// <summary>What all bars behind the first ones hold together; null where there are none. Drawn, it would dwarf them.</summary>
    public ChartBar? Rest(int most) => Bars.Length <= most ? null : new(
        $"{Display.Count(Bars.Length - most)} more", Bars.Skip(most).Sum(bar => bar.Left), Bars.Skip(most).Sum(bar => bar.Right));

    /// <summary>The chart in a sentence: what those hear who do not see it.</summary>
    /// <param name="left">What the first set is called.</param>
    /// <param name="right">What the second one is called.</param>
    public string Said(string left, string right) =>
        $"{Title}, share of traces, {left} beside {right}. "
        + string.Join("; ", First(Most).Concat(new[] { Rest(Most) }.OfType<ChartBar>()).Select(bar =>
            $"{bar.Label}: {Display.Share(bar.Left, Left)} beside {Display.Share(bar.Right, Right)}")) + ".";
}

/// <summary>A bar of both sets.</summary>
/// <param name="Label">The value, or the range of values.</param>
/// <param name="Left">Traces of the first set in it.</param>
/// <param name="Right">Traces of the second set in it.</param>
public sealed record ChartBar(string Label, long Left, long Right);
