using System.Globalization;
using System.Text;

namespace NaturalThoughts.Data.Charts;

/// <summary>Draws the bars of a number as columns on a scale; those they are compared with stand behind them, wider.</summary>
static class ColumnDrawing
{
    const int Height = 118;
    const int Top = 18;
    const int AxisHeight = 20;
    const int Widest = 72;

    /// <summary>Draws a panel.</summary>
    /// <returns>How high it is.</returns>
    public static int Draw(StringBuilder svg, ChartPanel panel)
    {
        var highest = panel.Bars.Max(bar => Math.Max(bar.Share, bar.Compared ?? 0));
        var step = Math.Min(Widest, (double)PanelDrawing.Width / panel.Bars.Length);
        var ranges = panel.Bars.Any(bar => bar.Label.Contains(" to ", StringComparison.Ordinal));
        for (var column = 0; column < panel.Bars.Length; column++)
            Draw(svg, panel.Bars[column], highest, column * step, step, ranges);
        svg.Append($"""<rect class="axis" x="0" y="{Top + Height}" width="{PanelDrawing.Number(step * panel.Bars.Length)}" height="1"/>""").Append('\n');
        return Top + Height + AxisHeight;
    }

    static void Draw(StringBuilder svg, ChartBar bar, double highest, double x, double step, bool ranges)
    {
        var middle = x + step / 2;
        svg.Append($"<g><title>{MarkupText.Of(bar.Hint)}</title>");
        if (bar.Compared is { } compared) Column(svg, "pool", compared, 0.86);
        Column(svg, "bar", bar.Share, bar.Compared is null ? 0.8 : 0.5);
        var above = Top + Height - Tall(Math.Max(bar.Share, bar.Compared ?? 0)) - 5;
        if (bar.Share > 0 || bar.Compared > 0) Text(svg, "ink small", "middle", middle, above, Percent(bar.Share));
        // The scale's edges stand between columns, single values below their own.
        if (IsUnknown(bar)) Text(svg, "faint small", "end", x + step, Top + Height + 15, bar.Label);
        else if (!ranges) Text(svg, "faint small", "middle", middle, Top + Height + 15, Short(bar.Label, "+"));
        else Text(svg, "faint small", x == 0 ? "start" : "middle", x, Top + Height + 15, Short(bar.Label, ""));
        svg.Append("</g>\n");

        double Tall(double share) => highest > 0 ? share / highest * Height : 0;

        void Column(StringBuilder into, string kind, double share, double width)
        {
            var (left, tall) = (middle - step * width / 2, Tall(share));
            into.Append($"""<rect class="{kind}" x="{PanelDrawing.Number(left)}" y="{PanelDrawing.Number(Top + Height - tall)}" """);
            into.Append($"""width="{PanelDrawing.Number(step * width)}" height="{PanelDrawing.Number(tall)}" rx="1"/>""");
        }
    }

    static void Text(StringBuilder svg, string kind, string anchor, double x, double y, string text)
    {
        svg.Append($"""<text class="{kind}" text-anchor="{anchor}" x="{PanelDrawing.Number(x)}" y="{PanelDrawing.Number(y)}">""");
        svg.Append($"{MarkupText.Of(text)}</text>");
    }

    static bool IsUnknown(ChartBar bar) => !char.IsAsciiDigit(bar.Label[0]);

    static string Percent(double share) => share switch
    {
        0 => "0",
        < 0.0005 => "<0.1%",
        < 0.0995 => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + "%",
        _ => (share * 100).ToString("0", CultureInfo.InvariantCulture) + "%",
    };

    // Where a range begins; “9 and more” keeps its sign where single values stand beside it.
    static string Short(string label, string more)
    {
        var words = label.Split(' ');
        var first = words[0].Replace(",000", "k", StringComparison.Ordinal);
        return words is [_, "and", "more"] ? first + more : first;
    }
}
