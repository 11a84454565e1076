using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Core.Rubrics;

/// <summary>A text with placeholders in braces: <c>{question}</c>. <c>{{question}}</c> is the text <c>{question}</c>; braces around
/// anything but small letters and underscores are just braces.</summary>
sealed partial class Template
{
    Template(string text) => Text = text;

    /// <summary>The text as it was written.</summary>
    public string Text { get; }

    /// <summary>The built-in template of a rubric.</summary>
    public static string BuiltIn(string rubric)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"NaturalThoughts.Core.Rubrics.{rubric}.md")
            ?? throw new InvalidOperationException($"The template of `{rubric}` is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>A checked template, or all its problems: placeholders nobody knows, and needed ones that are missing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="known">Placeholders that may stand in it.</param>
    /// <param name="needed">Those that must.</param>
    /// <param name="where">Its file or rubric, for problems.</param>
    public static Checked<Template> Of(string text, ImmutableArray<string> known, ImmutableArray<string> needed, string where)
    {
        var found = Placeholder().Matches(text).Where(match => match.Groups["name"].Success).ToList();
        List<Problem> problems = [.. found.Where(match => !known.Contains(match.Groups["name"].Value)).Select(Unknown)];
        problems.AddRange(needed.Where(name => found.TrueForAll(match => match.Groups["name"].Value != name)).Select(name =>
            new Problem($"The template does not say `{{{name}}}`.", where, Fix: $"Write `{{{name}}}` where it shall be put in.")));
        return problems.Count > 0 ? new(problems) : new(new Template(text));

        Problem Unknown(Match match)
        {
            var name = match.Groups["name"].Value;
            var line = text.AsSpan(0, match.Index).Count('\n') + 1;
            var column = match.Index - text.LastIndexOf('\n', Math.Max(0, match.Index - 1), Math.Max(0, match.Index));
            var near = NearestName.Of(name, known) is { } meant ? $"Did you mean `{{{meant}}}`? " : "";
            return new($"`{{{name}}}` stands for nothing here.", where, line, column,
                string.Join(", ", known.Select(one => $"{{{one}}}")), $"{near}To write it as text, double its braces.");
        }
    }

    /// <summary>The text with values in place of its placeholders, in one pass: what a value holds is never a placeholder.</summary>
    public string Render(Func<string, string> value) => Placeholder().Replace(Text, match =>
        match.Groups["name"] is { Success: true } name ? value(name.Value) : match.Value[1..^1]).Trim();

    [GeneratedRegex(@"\{\{[a-z_]+\}\}|\{(?<name>[a-z_]+)\}")]
    private static partial Regex Placeholder();
}
