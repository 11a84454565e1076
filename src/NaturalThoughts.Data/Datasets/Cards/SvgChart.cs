using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace NaturalThoughts.Data.Datasets.Cards;

/// <summary>One panel of horizontal bars.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Bars">Label and shares, 0 to 1; the second is null where there is nothing to compare with.</param>
sealed record SvgPanel(string Title, ImmutableArray<(string Label, double Share, double? Compared)> Bars);

/// <summary>Draws panels of bars, two beside each other, readable on light and dark pages.</summary>
static class SvgChart
{
    const int PanelWidth = 460;
    const int LabelWidth = 150;
    const int ValueWidth = 64;
    const int BarHeight = 20;
    const int Margin = 20;
    const int TitleHeight = 34;
    const int HeadHeight = 56;
    const int MostLetters = 22;

    const string Style =
        ".page{fill:#ffffff}.ink{fill:#1f2328}.faint{fill:#59636e}.bar{fill:#0969da}.pool{fill:#9aa4b0}" +
        "text{font-family:system-ui,-apple-system,'Segoe UI','DejaVu Sans',sans-serif;font-size:12px}" +
        ".head{font-size:15px;font-weight:600}.title{font-size:13px;font-weight:600}" +
        "@media(prefers-color-scheme:dark){.page{fill:#0d1117}.ink{fill:#e6edf3}.faint{fill:#9198a1}.bar{fill:#4493f8}.pool{fill:#5c6672}}";

    /// <summary>The chart as SVG.</summary>
    public static string Draw(string heading, string first, string? second, ImmutableArray<SvgPanel> panels)
    {
        var body = new StringBuilder();
        Span<int> bottoms = [HeadHeight, HeadHeight];
        foreach (var panel in panels)
        {
            var column = bottoms[0] <= bottoms[1] ? 0 : 1;
            bottoms[column] += DrawPanel(body, panel, Margin + column * (PanelWidth + Margin), bottoms[column]);
        }

        const int width = 2 * PanelWidth + 3 * Margin;
        var height = Math.Max(bottoms[0], bottoms[1]) + Margin / 2;
        var svg = new StringBuilder();
        svg.Append($"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" """);
        svg.Append($"""viewBox="0 0 {width} {height}" role="img">""").Append('\n');
        svg.Append($"<title>{Escape(heading)}</title>\n<style>{Style}</style>\n");
        svg.Append($"""<rect class="page" width="{width}" height="{height}" rx="8"/>""").Append('\n');
        svg.Append($"""<text class="ink head" x="{Margin}" y="32">{Escape(heading)}</text>""").Append('\n');
        DrawLegend(svg, width - Margin, first, second);
        return svg.Append(body).Append("</svg>\n").ToString();
    }

    static void DrawLegend(StringBuilder svg, int right, string first, string? second)
    {
        if (second is not null) DrawKey(svg, "pool", right - 70, second);
        DrawKey(svg, "bar", right - (second is null ? 70 : 170), first);
    }

    static void DrawKey(StringBuilder svg, string kind, int x, string name)
    {
        svg.Append($"""<rect class="{kind}" x="{x}" y="22" width="12" height="12" rx="2"/>""");
        svg.Append($"""<text class="faint" x="{x + 18}" y="32">{Escape(name)}</text>""").Append('\n');
    }

    static int DrawPanel(StringBuilder svg, SvgPanel panel, int x, int y)
    {
        svg.Append($"""<text class="ink title" x="{x}" y="{y + 18}">{Escape(panel.Title)}</text>""").Append('\n');
        var longest = panel.Bars.Max(bar => Math.Max(bar.Share, bar.Compared ?? 0));
        var top = y + TitleHeight - 6;
        foreach (var bar in panel.Bars)
        {
            DrawBar(svg, bar, longest, x, top);
            top += BarHeight;
        }

        return top - y + Margin;
    }

    static void DrawBar(StringBuilder svg, (string Label, double Share, double? Compared) bar, double longest, int x, int y)
    {
        var left = x + LabelWidth;
        svg.Append($"""<text class="faint" text-anchor="end" x="{left - 8}" y="{y + 13}">{Escape(Shorten(bar.Label))}</text>""");
        if (bar.Compared is { } compared)
        {
            svg.Append($"""<rect class="bar" x="{left}" y="{y + 2}" width="{Length(bar.Share, longest)}" height="9" rx="1"/>""");
            svg.Append($"""<rect class="pool" x="{left}" y="{y + 12}" width="{Length(compared, longest)}" height="4" rx="1"/>""");
        }
        else
        {
            svg.Append($"""<rect class="bar" x="{left}" y="{y + 3}" width="{Length(bar.Share, longest)}" height="12" rx="1"/>""");
        }

        svg.Append($"""<text class="ink" text-anchor="end" x="{x + PanelWidth}" y="{y + 13}">""");
        svg.Append(Invariant.Percent(bar.Share)).Append("</text>\n");
    }

    static string Length(double share, double longest) =>
        (longest > 0 ? share / longest * (PanelWidth - LabelWidth - ValueWidth) : 0).ToString("0.#", CultureInfo.InvariantCulture);

    static string Shorten(string label)
    {
        var runes = label.EnumerateRunes().ToList();
        return runes.Count <= MostLetters ? label : string.Concat(runes.Take(MostLetters - 1)) + "…";
    }

    static string Escape(string text)
    {
        var escaped = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            // XML 1.0 has no way to write controls and noncharacters.
            if (Rune.IsControl(rune) || (rune.Value & 0xFFFE) == 0xFFFE) escaped.Append('\uFFFD');
            else if (rune.Value is '&' or '<' or '>' or '"' or '\'') escaped.Append(CultureInfo.InvariantCulture, $"&#{rune.Value};");
            else escaped.Append(rune);
        }

        return escaped.ToString();
    }
}
