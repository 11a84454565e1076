using System.Text;
using NaturalThoughts.Data.Charts;
using NaturalThoughts.Data.Datasets;

namespace NaturalThoughts.Data.Selections.Reports;

/// <summary>A selection's report: one HTML file that needs no other, runs nothing and asks nobody. It depends on its content
/// alone.</summary>
public static class ReportPage
{
    /// <summary>The file's name in a selection's folder.</summary>
    public const string FileName = "report.html";

    /// <summary>The report as HTML, which is well-formed XML too.</summary>
    public static string Of(ReportContent content)
    {
        var page = new StringBuilder(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8"/>
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{ReportStyle.Hash}'; base-uri 'none'; form-action 'none'"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="referrer" content="no-referrer"/>
            <title>{MarkupText.Of(content.Selection)} – {MarkupText.Of(content.Run)}</title>
            <style>{ReportStyle.Css}</style>
            </head>
            <body>
            <main>

            """.ReplaceLineEndings("\n"));
        page.Append(Head(content)).Append(ReportSections.Asked(content));
        page.Append(ReportSections.Distributions(content)).Append(ReportSections.Shared(content)).Append(ExampleSection.Of(content));
        page.Append("<footer>\n<p>The same facts, recipe and seed give the same selection. Ids are those of ");
        page.Append("<code>naturalthoughts show</code> and <code>explain</code>.</p>\n</footer>\n");
        return page.Append("</main>\n</body>\n</html>\n").ToString();
    }

    static string Head(ReportContent content)
    {
        var head = new StringBuilder("<header>\n");
        head.Append($"<p class=\"eyebrow\">Selection of the run {MarkupText.Of(content.Run)}</p>\n<h1>{MarkupText.Of(content.Selection)}</h1>\n");
        head.Append($"<p>{Invariant.Count(content.Taken)} of {Invariant.Count(content.Pool)} traces, {Asked(content)}.</p>\n");
        if (content.PoolChanged)
            head.Append("<p class=\"note\">The pool has changed since the selection was made. What stands beside it is the pool of today"
                + (content.Missing == 0 ? "" : $"; {Invariant.Count(content.Missing)} of its traces are not in it any more") + ".</p>\n");
        head.Append("<dl class=\"tiles\">");
        Tile("Traces", Invariant.Count(content.Taken));
        Tile("Questions", Invariant.Count(content.Questions));
        Tile("Share of the pool", Invariant.Percent(content.Taken, content.Pool));
        Tile("Asked for", content.Size is { } size ? Invariant.Count(size) : "all");
        Tile("Seed", $"{content.Seed}");
        return head.Append("</dl>\n</header>\n").ToString();

        void Tile(string name, string value) => head.Append($"<div><dt>{name}</dt><dd>{value}</dd></div>");
    }

    static string Asked(ReportContent content) => content.Size switch
    {
        null => "all that are eligible",
        { } size when size > content.Taken => $"where {Invariant.Count(size)} were asked for: no more are eligible",
        _ => $"from {Invariant.Count(content.Questions)} questions",
    };
}
