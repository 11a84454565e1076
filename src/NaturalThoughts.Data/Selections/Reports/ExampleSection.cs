using System.Globalization;
using System.Text;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Data.Charts;
using NaturalThoughts.Data.Datasets;

namespace NaturalThoughts.Data.Selections.Reports;

/// <summary>A few traces of a selection, to read.</summary>
static class ExampleSection
{
    /// <summary>The section; empty where there is no trace to show.</summary>
    public static string Of(ReportContent content)
    {
        if (content.Examples.IsEmpty) return "";
        var section = new StringBuilder("<h2>Examples</h2>\n<p class=\"note\">Evenly spaced over the selection in the order of its ids. ");
        section.Append("Long texts are shortened; places that show a strategy are marked where they are known.</p>\n");
        foreach (var example in content.Examples) Append(section, example);
        return section.ToString();
    }

    static void Append(StringBuilder section, TraceExcerpt example)
    {
        section.Append($"<article>\n<header>Trace <code>{example.Trace}</code> of question <code>{example.Question}</code></header>\n");
        Text(section, "Question", example.Text);
        if (example.Reference is { } reference) Text(section, "Reference", reference);
        Reasoning(section, example);
        Text(section, "Answer", example.Answer ?? "(none)");
        section.Append("<section>\n<dl class=\"facts\">");
        foreach (var (name, value) in example.Features)
            section.Append($"<div><dt>{MarkupText.Of(name)}</dt><dd>{MarkupText.Of(Value(value))}</dd></div>");
        section.Append("</dl>\n</section>\n</article>\n");
    }

    static void Reasoning(StringBuilder section, TraceExcerpt example)
    {
        if (example.Reasoning.IsEmpty) return;
        section.Append("<section>\n<h3>Reasoning</h3>\n<div class=\"text\" dir=\"auto\">");
        foreach (var piece in example.Reasoning)
            section.Append(piece switch
            {
                { LeftOut: > 0 } => $"<span class=\"gap\">{Invariant.Count(piece.LeftOut)} characters left out</span>",
                { Strategy: { } strategy } => $"<mark>{MarkupText.Of(piece.Text)}<i>{MarkupText.Of(strategy)}</i></mark>",
                _ => MarkupText.Of(piece.Text),
            });
        section.Append("</div>\n");
        if (example.Strategies.Count > 0)
            section.Append($"<p class=\"note\">{string.Join(", ", example.Strategies.OrderByDescending(pair => pair.Value)
                .ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{MarkupText.Of(pair.Key)} {Invariant.Count(pair.Value)}"))}</p>\n");
        section.Append("</section>\n");
    }

    static void Text(StringBuilder section, string name, string text) => section.Append(
        $"<section>\n<h3>{name}</h3>\n<div class=\"text\" dir=\"auto\">{MarkupText.Of(text)}</div>\n</section>\n");

    static string Value(FeatureValue value) => value switch
    {
        { Flag: { } flag } => flag ? "yes" : "no",
        { Text: { } text } => text,
        _ => value.Number.ToString("#,0.###", CultureInfo.InvariantCulture),
    };
}
