using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using NaturalThoughts.Data.Charts;
using NaturalThoughts.Data.Datasets;
using NaturalThoughts.Data.Datasets.Parts;

namespace NaturalThoughts.Data.Selections.Reports;

/// <summary>The parts of a report that show numbers.</summary>
static class ReportSections
{
    const int MostBars = 21;
    const int MostStrata = 20;

    /// <summary>What was asked, and how the pool became the selection.</summary>
    public static string Asked(ReportContent content)
    {
        var section = new StringBuilder("<h2>What was asked</h2>\n<div class=\"grid\">\n");
        section.Append($"<figure>\n<h3>Recipe</h3>\n<pre>{MarkupText.Of(content.Recipe.TrimEnd('\n'))}</pre>\n");
        section.Append($"<p class=\"note\">Over the facts with digest <code>{MarkupText.Of(content.Snapshot)}</code>.</p>\n</figure>\n");
        section.Append($"<figure>\n<h3>From the pool to the selection, traces</h3>\n{FunnelDrawing.Of(content)}</figure>\n</div>\n");
        return section.Append(Strata(content)).ToString();
    }

    /// <summary>How the selection is distributed, beside the pool.</summary>
    public static string Distributions(ReportContent content)
    {
        var section = new StringBuilder("<h2>What was taken, beside the pool</h2>\n");
        section.Append($"<p class=\"legend\"><span>{Key("bar")}selected, with its share</span><span>{Key("pool")}pool</span></p>\n<div class=\"charts\">\n");
        foreach (var panel in DistributionPanels.Of(content.Selected, content.OfPool, MostBars)) Append(section, panel, null);
        if (StrategyPanel(content) is { } strategies) Append(section, strategies, StrategyNote(content));
        section.Append("</div>\n");
        var uniform = content.Selected.Where(column => In(content.OfPool, column.Column) is { Bars.Length: 1 } && column.Bars.Length == 1)
            .Select(column => $"{Name(column.Column)} {MarkupText.Of(column.Bars[0].Label)}").ToList();
        if (uniform.Count > 0) section.Append($"<p class=\"note\">The same everywhere: {string.Join("; ", uniform)}.</p>\n");
        var missing = ShownColumn.All.Where(column => In(content.Selected, column.Name) is null)
            .ToLookup(column => In(content.OfPool, column.Name) is not null, column => Name(column.Name));
        if (missing[true].Any()) section.Append($"<p class=\"note\">Known of no selected trace: {string.Join(", ", missing[true])}.</p>\n");
        if (missing[false].Any()) section.Append($"<p class=\"note\">Not annotated: {string.Join(", ", missing[false])}.</p>\n");
        return section.ToString();
    }

    /// <summary>What the selection has in common with others.</summary>
    public static string Shared(ReportContent content)
    {
        if (content.Shared.IsEmpty) return "";
        var section = new StringBuilder("<h2>In common with other selections</h2>\n<div class=\"scroll\">\n<table>\n<thead><tr>");
        section.Append("<th>selection</th><th>its traces</th><th>traces in both</th><th>of this one</th><th>Jaccard</th>");
        section.Append("<th>questions in both</th><th>Jaccard</th></tr></thead>\n<tbody>\n");
        foreach (var other in content.Shared)
            Row(section, MarkupText.Of(other.Name), Invariant.Count(other.Traces.Its), Invariant.Count(other.Traces.Common),
                Invariant.Percent(other.Traces.Common, content.Taken), Jaccard(content.Taken, other.Traces),
                Invariant.Count(other.Questions.Common), Jaccard(content.Questions, other.Questions));
        section.Append("</tbody>\n</table>\n</div>\n<p class=\"note\">Jaccard: what both have over what either has. ");
        section.Append("The selections are those that were there when this report was written");
        if (!content.Unreadable.IsEmpty) section.Append($"; these cannot be read: {MarkupText.Of(string.Join(", ", content.Unreadable))}");
        return section.Append(".</p>\n").ToString();
    }

    static string Strata(ReportContent content)
    {
        if (content.Strata.Length < 2) return "";
        var table = new StringBuilder("<figure class=\"scroll\">\n<table>\n<thead><tr><th>stratum</th><th>candidates</th><th>taken</th>");
        table.Append("<th>share of it</th></tr></thead>\n<tbody>\n");
        foreach (var (name, candidates, taken) in content.Strata
            .OrderByDescending(stratum => stratum.Candidates).ThenBy(stratum => stratum.Name, StringComparer.Ordinal).Take(MostStrata))
            Row(table, MarkupText.Of(name), Invariant.Count(candidates), Invariant.Count(taken), Invariant.Percent(taken, candidates));
        table.Append("</tbody>\n</table>\n");
        if (content.Strata.Length > MostStrata)
            table.Append($"<p class=\"note\">and {Invariant.Count(content.Strata.Length - MostStrata)} more strata</p>\n");
        return table.Append("</figure>\n").ToString();
    }

    static ChartPanel? StrategyPanel(ReportContent content)
    {
        var (selected, pool) = content.Strategies;
        var bars = selected.Shown.Keys.Union(pool.Shown.Keys)
            .Select(name => (Name: name, Here: selected.Shown.GetValueOrDefault(name), There: pool.Shown.GetValueOrDefault(name)))
            .OrderByDescending(strategy => strategy.Here).ThenByDescending(strategy => strategy.There)
            .ThenBy(strategy => strategy.Name, StringComparer.Ordinal)
            .Select(strategy => new ChartBar(strategy.Name, Part(strategy.Here, selected.Traces), Part(strategy.There, pool.Traces),
                $"{strategy.Name}: in {Invariant.Count(strategy.Here)} of {Invariant.Count(selected.Traces)} selected traces, "
                + $"{Invariant.Count(strategy.There)} of {Invariant.Count(pool.Traces)} of the pool"))
            .ToImmutableArray();
        return bars.IsEmpty ? null : new("Traces that show a strategy", false, bars);

        static double Part(long some, long all) => all == 0 ? 0 : (double)some / all;
    }

    static string? StrategyNote(ReportContent content)
    {
        var (selected, pool) = content.Strategies;
        return selected.Traces == content.Taken && pool.Traces == content.Pool
            ? null
            : $"In {Invariant.Count(selected.Traces)} traces of the selection and {Invariant.Count(pool.Traces)} of the pool, sampled by id.";
    }

    static void Append(StringBuilder section, ChartPanel panel, string? note)
    {
        var drawn = new StringBuilder();
        var height = PanelDrawing.Draw(drawn, panel);
        section.Append($"<figure>\n<h3>{MarkupText.Of(panel.Title)}</h3>\n");
        section.Append($"""<svg viewBox="0 0 {PanelDrawing.Width} {height}" role="img" aria-label="{MarkupText.Of(panel.Title)}">""");
        section.Append('\n').Append(drawn).Append("</svg>\n");
        if (note is not null) section.Append($"<figcaption class=\"note\">{note}</figcaption>\n");
        section.Append("</figure>\n");
    }

    static void Row(StringBuilder table, params ReadOnlySpan<string> cells)
    {
        table.Append("<tr>");
        foreach (var cell in cells) table.Append($"<td>{cell}</td>");
        table.Append("</tr>\n");
    }

    static string Key(string kind) => $"""<svg viewBox="0 0 12 12"><rect class="{kind}" width="12" height="12" rx="2"/></svg>""";

    static string Name(string column) => $"<code>{column}</code>";

    static Distribution? In(ImmutableArray<Distribution> distributions, string column) =>
        distributions.FirstOrDefault(distribution => distribution.Column == column);

    static string Jaccard(long size, (long Its, long Common) other) => size + other.Its == other.Common
        ? "–"
        : ((double)other.Common / (size + other.Its - other.Common)).ToString("0.000", CultureInfo.InvariantCulture);
}
