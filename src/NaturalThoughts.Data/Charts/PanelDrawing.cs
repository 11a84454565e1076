using System.Globalization;
using System.Text;
using NaturalThoughts.Data.Datasets;

namespace NaturalThoughts.Data.Charts;

/// <summary>Draws a panel's bars from (0, 0) on, without its title: bars of a text below each other, those of a number as columns.</summary>
static class PanelDrawing
{
    /// <summary>How wide every panel is.</summary>
    public const int Width = 440;

    const int LabelWidth = 142;
    const int ValueWidth = 58;
    const int BarHeight = 20;
    const int MostLetters = 21;

    /// <summary>Draws a panel.</summary>
    /// <returns>How high it is.</returns>
    public static int Draw(StringBuilder svg, ChartPanel panel)
    {
        if (panel.Ordered) return ColumnDrawing.Draw(svg, panel);
        var longest = panel.Bars.Max(bar => bar.IsRest ? 0 : Math.Max(bar.Share, bar.Compared ?? 0));
        var top = 0;
        foreach (var bar in panel.Bars)
        {
            Draw(svg, bar, longest, top);
            top += BarHeight;
        }

        return top;
    }

    static void Draw(StringBuilder svg, ChartBar bar, double longest, int y)
    {
        svg.Append($"<g><title>{MarkupText.Of(bar.Hint)}</title>");
        svg.Append($"""<text class="faint" text-anchor="end" x="{LabelWidth - 8}" y="{y + 14}">{MarkupText.Of(Shorten(bar.Label))}</text>""");
        var (top, height) = bar.Compared is null ? (y + 4, 12) : (y + 3, 9);
        if (!bar.IsRest) svg.Append($"""<rect class="bar" x="{LabelWidth}" y="{top}" width="{Length(bar.Share)}" height="{height}" rx="1"/>""");
        if (bar is { IsRest: false, Compared: { } compared })
            svg.Append($"""<rect class="pool" x="{LabelWidth}" y="{y + 13}" width="{Length(compared)}" height="4" rx="1"/>""");
        svg.Append($"""<text class="ink" text-anchor="end" x="{Width}" y="{y + 14}">{Invariant.Percent(bar.Share)}</text></g>""");
        svg.Append('\n');

        string Length(double share) => Number(longest > 0 ? share / longest * (Width - LabelWidth - ValueWidth) : 0);
    }

    /// <summary>A length or a place, to a tenth.</summary>
    public static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    static string Shorten(string label)
    {
        var runes = label.EnumerateRunes().ToList();
        return runes.Count <= MostLetters ? label : string.Concat(runes.Take(MostLetters - 1)).TrimEnd() + "…";
    }
}
