using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Text;
using Spectre.Console;

namespace NaturalThoughts.Cli.Terminal;

/// <summary>Distributions as horizontal bars.</summary>
static class Bars
{
    const int MostBins = 14;
    const int Width = 16;
    const string Eighths = " ▏▎▍▌▋▊▉";

    /// <summary>A bar whose length is a share of a width, to an eighth of a letter.</summary>
    public static string Of(double share, int width)
    {
        var eighths = (int)Math.Round(Math.Clamp(share, 0, 1) * width * 8);
        return new string('█', eighths / 8) + (eighths % 8 == 0 ? "" : Eighths[eighths % 8]);
    }

    /// <summary>One set of traces, a bar a bin.</summary>
    public static Grid Single(DistributionPair distribution, Func<BinPair, long> rows)
    {
        var bins = Shown(distribution);
        var (all, most) = (Math.Max(1, bins.Sum(rows)), Math.Max(1, bins.Max(rows)));
        var grid = Columns(3);
        foreach (var bin in bins)
            grid.AddRow(new Text(Display.Line(bin.Label, 16)), Bar(rows(bin), most, Color.Blue), Number(rows(bin), all));
        return grid;
    }

    /// <summary>Two sets of traces side by side, in shares of each.</summary>
    public static Grid Pair(DistributionPair distribution)
    {
        var bins = Shown(distribution);
        var (left, right) = (Math.Max(1, bins.Sum(bin => bin.Left)), Math.Max(1, bins.Sum(bin => bin.Right)));
        var most = bins.Max(bin => Math.Max((double)bin.Left / left, (double)bin.Right / right));
        var grid = Columns(5);
        foreach (var bin in bins)
            grid.AddRow(
                new Text(Display.Line(bin.Label, 16)),
                Bar((double)bin.Left / left, most, Color.Blue), Number(bin.Left, left),
                Bar((double)bin.Right / right, most, Color.Green), Number(bin.Right, right));
        return grid;
    }

    static Grid Columns(int count)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(2).Width(16));
        for (var column = 1; column < count; column += 2)
        {
            grid.AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(1).Width(Width));
            grid.AddColumn(new GridColumn().NoWrap().PadLeft(0).PadRight(2).RightAligned().Width(7));
        }

        return grid;
    }

    static Text Bar(double value, double most, Color color) => new(Of(most > 0 ? value / most : 0, Width), new Style(color));

    static Text Number(long part, long whole) => new(Display.Share(part, whole));

    // What does not fit is one bin more.
    static List<BinPair> Shown(DistributionPair distribution)
    {
        var bins = distribution.Bins;
        if (bins.Length <= MostBins) return [.. bins];
        var rest = bins.Skip(MostBins - 1).ToList();
        return [.. bins.Take(MostBins - 1), new($"{rest.Count} others", rest.Sum(bin => bin.Left), rest.Sum(bin => bin.Right))];
    }
}
