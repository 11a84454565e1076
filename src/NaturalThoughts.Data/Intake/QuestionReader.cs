using System.Collections.Immutable;
using System.Text.Json;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Data.Intake;

/// <summary>Reads a row's question and what the row states about it.</summary>
static class QuestionReader
{
    const int MostKeysNamed = 12;

    /// <summary>The question, or why there is none.</summary>
    /// <param name="source">The source.</param>
    /// <param name="layout">The row's layout.</param>
    /// <param name="row">The row.</param>
    /// <param name="notes">Gets what had to be left out.</param>
    /// <param name="rejected">Why there is no question.</param>
    public static Question? Read(
        SourceSpec source, LayoutMap layout, JsonElement row, ImmutableArray<Rejection>.Builder notes, out Rejection? rejected)
    {
        var scope = new RowScope(row);
        var text = TextOf(layout.Question, scope, row, out rejected);
        if (text is null) return null;
        var options = OptionsOf(layout.Options, scope, out rejected);
        if (rejected is not null) return null;
        var whole = OptionText.Render(text, options);
        return new Question
        {
            Text = whole,
            Reference = Stated(layout.Reference, scope, notes),
            Options = options,
            Source = source.Name,
            License = Stated(layout.License, scope, notes) ?? source.License,
            Labels = LabelsOf(layout, scope, notes),
            Scores = ScoresOf(layout, scope, notes),
            Id = QuestionId.Of(whole),
        };
    }

    static string? TextOf(RowPath path, in RowScope scope, JsonElement row, out Rejection? rejected)
    {
        var value = path.Find(scope);
        if (value.IsAmbiguous)
        {
            rejected = new("multi-turn", $"`{path.Text}` fits several messages; a question is one message.");
            return null;
        }

        var text = RowText.Read(value.Value, path.Text, scalars: false, out rejected);
        if (rejected is not null) return null;
        if (!string.IsNullOrWhiteSpace(text)) return text;
        var detail = value.IsAbsent ? $"The row has no `{path.Text}`; its columns are {KeysOf(row)}." : $"`{path.Text}` is empty.";
        rejected = new("missing-question", detail);
        return null;
    }

    static ImmutableArray<string> OptionsOf(RowPath? path, in RowScope scope, out Rejection? rejected)
    {
        rejected = null;
        var value = path is null ? default : path.Find(scope).Value;
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) return [];
        var items = value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray().ToList(),
            JsonValueKind.Object => [.. value.EnumerateObject().Select(option => option.Value)],
            _ => null,
        };
        if (items is null || items.Count > OptionText.Most)
        {
            var fault = items is null ? $"is {RowText.KindOf(value)}, not a list" : $"has more than {OptionText.Most} options";
            rejected = new("wrong-type", $"`{path!.Text}` {fault}.");
            return [];
        }

        var options = ImmutableArray.CreateBuilder<string>(items.Count);
        foreach (var item in items)
        {
            var option = RowText.Read(item, path!.Text, scalars: true, out rejected);
            if (rejected is null && option is null) rejected = new("wrong-type", $"`{path.Text}` has an option that is null.");
            if (rejected is not null) return [];
            options.Add(option!);
        }

        return OptionText.WithoutLetters(options.ToImmutable());
    }

    static ImmutableSortedDictionary<string, string> LabelsOf(LayoutMap layout, in RowScope scope, ImmutableArray<Rejection>.Builder notes)
    {
        var labels = ImmutableSortedDictionary<string, string>.Empty.WithComparers(StringComparer.Ordinal);
        foreach (var (name, path) in layout.Labels)
            if (Stated(path, scope, notes)?.Trim() is { Length: > 0 } label)
                labels = labels.Add(name, label);
        return labels;
    }

    static ImmutableSortedDictionary<string, double> ScoresOf(LayoutMap layout, in RowScope scope, ImmutableArray<Rejection>.Builder notes)
    {
        var scores = ImmutableSortedDictionary<string, double>.Empty.WithComparers(StringComparer.Ordinal);
        foreach (var (name, path) in layout.Scores)
        {
            var value = path.Find(scope);
            if (RowText.Number(value.Value) is { } number) scores = scores.Add(name, number);
            else if (value.HasContent) notes.Add(new("not-a-number", $"`{path.Text}` is no finite number; `{name}` stays empty."));
        }

        return scores;
    }

    /// <summary>A text that the row may do without.</summary>
    static string? Stated(RowPath? path, in RowScope scope, ImmutableArray<Rejection>.Builder notes)
    {
        if (path is null) return null;
        var text = RowText.Read(path.Find(scope).Value, path.Text, scalars: true, out var fault);
        if (fault is not null) notes.Add(fault);
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    static string KeysOf(JsonElement row)
    {
        var keys = row.EnumerateObject().Select(property => $"`{property.Name}`").Take(MostKeysNamed + 1).ToList();
        if (keys.Count == 0) return "none";
        return string.Join(", ", keys.Take(MostKeysNamed)) + (keys.Count > MostKeysNamed ? ", …" : "");
    }
}
