using System.Collections.Immutable;
using System.Text.Json;

namespace NaturalThoughts.Data.Intake;

/// <summary>
/// A place in a row. Parts are joined by dots: a key (a key that itself contains dots wins over its parts), a number (place in a list, from
/// 0; -1 is
/// the last), <c>#</c> (the place of the response's own list element, for lists that run in step), <c>last(role=assistant)</c> (the last
/// object of a list whose key has that value, or one of several parted by commas) or <c>only(role=user)</c> (the same, but there must not
/// be two). A leading <c>$.</c> starts at the row
/// instead of the list element. Alternatives stand between bars, <c>a|b.c</c>: the first that is neither absent, null nor an empty text.
/// </summary>
sealed class RowPath
{
    readonly ImmutableArray<ImmutableArray<PathPart>> _alternatives;
    readonly ImmutableArray<bool> _fromRow;

    RowPath(string text)
    {
        Text = text;
        var alternatives = text.Split('|', StringSplitOptions.TrimEntries);
        _fromRow = [.. alternatives.Select(alternative => alternative.StartsWith("$.", StringComparison.Ordinal))];
        _alternatives = [.. alternatives.Select((alternative, at) => PathPart.Split(_fromRow[at] ? alternative[2..] : alternative))];
    }

    /// <summary>The path as written.</summary>
    public string Text { get; }

    /// <summary>The path of a text; null stays null, an empty text is the element itself.</summary>
    public static RowPath? Of(string? text) => text is null ? null : new(text);

    /// <summary>Whether all alternatives start at the row, so that no list element is needed.</summary>
    public bool IsOfRow => _fromRow.All(fromRow => fromRow);

    /// <summary>Whether the value is the row's and not the list element's.</summary>
    public bool IsShared => IsOfRow && !Text.Contains('#', StringComparison.Ordinal);

    /// <summary>Top-level keys that the path may begin with, from an element when <paramref name="each"/> says so.</summary>
    public IEnumerable<string> Roots(bool each) =>
        _alternatives.Where((_, at) => !each || _fromRow[at]).Where(parts => parts.Length > 0).SelectMany(parts => parts[0].Keys);

    public PathValue Find(in RowScope scope)
    {
        var found = default(PathValue);
        for (var at = 0; at < _alternatives.Length; at++)
        {
            var value = Walk(_fromRow[at] ? scope.Row : scope.Element, _alternatives[at], 0, scope.Index);
            if (value.HasContent || value.IsAmbiguous) return value;
            if (found.IsAbsent) found = value;
        }

        return found;
    }

    static PathValue Walk(JsonElement from, ImmutableArray<PathPart> parts, int at, int index)
    {
        if (at == parts.Length) return new(from, false);
        var part = parts[at];
        if (from.ValueKind is JsonValueKind.Array)
        {
            var item = part.Item(from, index);
            return item.IsAmbiguous || item.IsAbsent ? item : Walk(item.Value, parts, at + 1, index);
        }

        if (from.ValueKind is not JsonValueKind.Object) return default;
        for (var joined = part.Joined.Length - 1; joined >= 0; joined--)
        {
            if (!from.TryGetProperty(part.Joined[joined].AsSpan(), out var value)) continue;
            var found = Walk(value, parts, at + joined + 1, index);
            if (!found.IsAbsent || found.IsAmbiguous) return found;
        }

        return default;
    }
}
