using System.Collections.Immutable;
using System.Text;

namespace NaturalThoughts.Data.Charts;

/// <summary>Draws panels into one image, two beside each other.</summary>
static class SvgChart
{
    const int Margin = 20;
    const int TitleHeight = 28;
    const int Gap = 24;
    const int HeadHeight = 56;

    /// <summary>The chart as SVG.</summary>
    public static string Draw(string heading, string first, string? second, ImmutableArray<ChartPanel> panels)
    {
        var body = new StringBuilder();
        Span<int> bottoms = [HeadHeight, HeadHeight];
        foreach (var panel in panels)
        {
            var column = bottoms[0] <= bottoms[1] ? 0 : 1;
            body.Append($"""<g transform="translate({Margin + column * (PanelDrawing.Width + 2 * Margin)} {bottoms[column]})">""");
            body.Append($"""<text class="ink title" x="0" y="18">{MarkupText.Of(panel.Title)}</text>""");
            body.Append($"""<g transform="translate(0 {TitleHeight})">""").Append('\n');
            bottoms[column] += TitleHeight + PanelDrawing.Draw(body, panel) + Gap;
            body.Append("</g></g>\n");
        }

        const int width = 2 * PanelDrawing.Width + 4 * Margin;
        var height = Math.Max(bottoms[0], bottoms[1]);
        var svg = new StringBuilder();
        svg.Append($"""<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" """);
        svg.Append($"""viewBox="0 0 {width} {height}" role="img">""").Append('\n');
        svg.Append($"<title>{MarkupText.Of(heading)}</title>\n<style>{ChartStyle.Css}</style>\n");
        svg.Append($"""<rect class="page" width="{width}" height="{height}" rx="8"/>""").Append('\n');
        svg.Append($"""<text class="ink head" x="{Margin}" y="32">{MarkupText.Of(heading)}</text>""").Append('\n');
        DrawLegend(svg, width - Margin, first, second);
        return svg.Append(body).Append("</svg>\n").ToString();
    }

    static void DrawLegend(StringBuilder svg, int right, string first, string? second)
    {
        if (second is not null) DrawKey(svg, "pool", right - 46, second);
        DrawKey(svg, "bar", right - (second is null ? 70 : 136), first);
    }

    static void DrawKey(StringBuilder svg, string kind, int x, string name)
    {
        svg.Append($"""<rect class="{kind}" x="{x}" y="22" width="12" height="12" rx="2"/>""");
        svg.Append($"""<text class="faint" x="{x + 18}" y="32">{MarkupText.Of(name)}</text>""").Append('\n');
    }
}
