using System.Globalization;
using System.Text;

namespace NaturalThoughts.Benchmarks.Growth;

/// <summary>Draws how the cost for each trace changes with the pool's size: a level line is a cost that grows with the number of traces,
/// a rising one grows faster.</summary>
static class GrowthChart
{
    const int Width = 900;
    const int Left = 60;
    const int Right = 660;
    const int Top = 70;
    const int Bottom = 400;
    const int LabelHeight = 17;

    // Of what a trace costs in the middle of the sizes: times and parts of it, each four times the one before.
    const double Least = 1.0 / 16;
    const double Most = 256;

    static readonly string[] Colours = ["#0969da", "#bc4c00", "#1a7f37", "#8250df", "#bf3989", "#9a6700", "#57606a", "#cf222e"];

    /// <summary>The picture as SVG.</summary>
    public static string Of(IReadOnlyList<GrownPath> grown)
    {
        var paths = grown.Where(path => path.Costs.Count > 1).ToList();
        var sizes = paths.SelectMany(path => path.Costs.Select(cost => cost.Traces)).Distinct().Order().ToList();
        var svg = new StringBuilder($"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} 450" role="img" aria-label="Cost for each trace by size of the pool"
                 font-family="system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif" font-size="12">
            <rect width="{Width}" height="450" rx="8" fill="#ffffff"/>
            <text x="{Left}" y="30" font-size="15" font-weight="600" fill="#1f2328">Cost for each trace, over that in a pool of 1 M</text>
            <text x="{Left}" y="50" fill="#59636e">Level: the whole cost grows with the number of traces. Falling: fixed costs are shared by more of them.</text>

            """);
        foreach (var size in sizes)
            Line(svg, X(size), Top, X(size), Bottom, "#eaeef2").Append(
                $"""<text x="{N(X(size))}" y="{Bottom + 20}" text-anchor="middle" fill="#59636e">{GrowthRunner.Size(size)}</text>""").Append('\n');
        for (var times = Least; times <= Most; times *= 4)
            Line(svg, Left, Y(times), Right, Y(times), times == 1 ? "#8c959f" : "#eaeef2").Append(
                $"""<text x="{Left - 8}" y="{N(Y(times) + 4)}" text-anchor="end" fill="#59636e">{Times(times)}</text>""").Append('\n');
        Draw(svg, paths);
        return svg.Append("</svg>\n").ToString();

        double X(int traces) => Left + 20 + (Right - Left - 40) * Math.Log((double)traces / sizes[0]) / Math.Log((double)sizes[^1] / sizes[0]);

        void Draw(StringBuilder into, List<GrownPath> drawn)
        {
            var (label, byEnd) = (0.0, drawn.OrderByDescending(path => Relative(path).Last().Times).ToList());
            for (var number = 0; number < byEnd.Count; number++)
            {
                var (points, colour) = (Relative(byEnd[number]).ToList(), Colours[number % Colours.Length]);
                var line = string.Join(' ', points.Select(point => $"{N(X(point.Traces))},{N(Y(point.Times))}"));
                into.Append($"""<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>""").Append('\n');
                foreach (var point in points)
                    into.Append($"""<circle cx="{N(X(point.Traces))}" cy="{N(Y(point.Times))}" r="3" fill="{colour}"/>""").Append('\n');
                // Labels keep their order and do not lie on each other.
                label = Math.Max(label + LabelHeight, Y(points[^1].Times) + 4);
                into.Append($"""<text x="{Right + 12}" y="{N(label)}" fill="{colour}">{byEnd[number].Name.Replace("`", "", StringComparison.Ordinal)}</text>""").Append('\n');
            }
        }
    }

    static IEnumerable<(int Traces, double Times)> Relative(GrownPath path)
    {
        var costs = path.ForEach.ToList();
        var basis = costs.MinBy(cost => Math.Abs(Math.Log(cost.Traces / 1e6))).Each;
        return costs.Select(cost => (cost.Traces, cost.Each / basis));
    }

    static double Y(double times) => Bottom - (Bottom - Top) * Math.Log(Math.Clamp(times, Least, Most) / Least) / Math.Log(Most / Least);

    static StringBuilder Line(StringBuilder svg, double x1, double y1, double x2, double y2, string colour) =>
        svg.Append($"""<line x1="{N(x1)}" y1="{N(y1)}" x2="{N(x2)}" y2="{N(y2)}" stroke="{colour}"/>""").Append('\n');

    static string Times(double times) => times < 1 ? $"1/{N(1 / times)}" : $"{N(times)}×";

    static string N(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
