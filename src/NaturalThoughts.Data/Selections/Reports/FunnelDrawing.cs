using System.Text;
using NaturalThoughts.Data.Charts;
using NaturalThoughts.Data.Datasets;

namespace NaturalThoughts.Data.Selections.Reports;

/// <summary>Draws the way from the pool to the traces taken, with what was left out at each step.</summary>
static class FunnelDrawing
{
    const int LabelWidth = 92;
    const int BarWidth = 276;
    const int Left = LabelWidth + 8;
    const int BarHeight = 24;
    const int LineHeight = 18;
    const int Gap = 6;

    /// <summary>The funnel as inline SVG.</summary>
    public static string Of(ReportContent content)
    {
        var candidates = content.Strata.Sum(stratum => stratum.Candidates);
        var eligible = content.Pool - content.LeftOut.Where(left => !left.Eligible).Sum(left => left.Traces);
        var svg = new StringBuilder();
        var y = Step(svg, 0, "Pool", content.Pool, content.Pool, "pool");
        y = Reasons(svg, y, [.. content.LeftOut.Where(left => !left.Eligible).Select(left => (left.Reason, left.Traces))]);
        y = Step(svg, y, "Eligible", eligible, content.Pool, "pool");
        y = Reasons(svg, y, [.. content.LeftOut.Where(left => left.Eligible).Select(left => (left.Reason, left.Traces))]);
        y = Step(svg, y, "Candidates", candidates, content.Pool, "pool");
        // Where the size is not the reason, strata without a share are.
        var why = content.Taken == content.Size ? "beyond the size asked for" : "in strata without a share";
        y = Reasons(svg, y, candidates > content.Taken ? [(why, candidates - content.Taken)] : []);
        y = Step(svg, y, "Taken", content.Taken, content.Pool, "bar");
        return $"""<svg viewBox="0 0 {PanelDrawing.Width} {y}" role="img" aria-label="From the pool to the selection">{'\n'}{svg}</svg>{'\n'}""";
    }

    static int Step(StringBuilder svg, int y, string name, long traces, long pool, string kind)
    {
        var width = PanelDrawing.Number(pool == 0 ? 0 : (double)traces / pool * BarWidth);
        svg.Append($"""<text class="ink" text-anchor="end" x="{LabelWidth}" y="{y + 16}">{name}</text>""");
        svg.Append($"""<rect class="{kind}" x="{Left}" y="{y}" width="{width}" height="{BarHeight}" rx="2"/>""");
        svg.Append($"""<text class="ink" text-anchor="end" x="{PanelDrawing.Width}" y="{y + 16}">{Invariant.Count(traces)}</text>""");
        svg.Append('\n');
        return y + BarHeight + Gap;
    }

    static int Reasons(StringBuilder svg, int y, (string Reason, long Traces)[] reasons)
    {
        foreach (var (reason, traces) in reasons)
        {
            svg.Append($"""<text class="faint small" x="{Left}" y="{y + 11}">− {Invariant.Count(traces)} {MarkupText.Of(reason)}</text>""");
            svg.Append('\n');
            y += LineHeight;
        }

        return y + (reasons.Length == 0 ? 0 : Gap);
    }
}
