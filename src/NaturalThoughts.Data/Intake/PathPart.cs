using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace NaturalThoughts.Data.Intake;

/// <summary>One part of a path: a key, a place in a list, or a condition on a list's elements.</summary>
sealed class PathPart
{
    int? _place;
    bool _isOwnPlace;
    bool _isOnly;
    byte[]? _key;
    ImmutableArray<byte[]> _wanted = [];

    /// <summary>This key, this and the next joined by a dot, and so on, in UTF-8.</summary>
    public ImmutableArray<byte[]> Joined { get; private init; } = [];

    /// <summary>The same as text.</summary>
    public IEnumerable<string> Keys => Joined.Select(Encoding.UTF8.GetString);

    public static ImmutableArray<PathPart> Split(string path)
    {
        if (path.Length == 0) return [];
        var parts = path.Split('.');
        return [.. parts.Select((part, at) => Read(part, parts.AsSpan(at).ToArray()))];
    }

    /// <summary>What this part picks of a list.</summary>
    public PathValue Item(JsonElement list, int ownPlace)
    {
        if (_key is not null) return Matching(list);
        if ((_isOwnPlace ? ownPlace : _place) is not { } place) return default;
        var length = list.GetArrayLength();
        if (place < 0) place += length;
        return place >= 0 && place < length ? new(list[place], false) : default;
    }

    static PathPart Read(string text, string[] rest)
    {
        var part = new PathPart
        {
            Joined = [.. rest.Select((_, last) => Encoding.UTF8.GetBytes(string.Join('.', rest[..(last + 1)])))],
            _isOwnPlace = text == "#",
            _place = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var place) ? place : null,
            _isOnly = text.StartsWith("only(", StringComparison.Ordinal),
        };
        var isCondition = (part._isOnly || text.StartsWith("last(", StringComparison.Ordinal)) && text.EndsWith(')');
        if (isCondition && text.IndexOf('=') is var equals and > 0)
        {
            part._key = Encoding.UTF8.GetBytes(text[5..equals]);
            part._wanted = [.. text[(equals + 1)..^1].Split(',').Select(Encoding.UTF8.GetBytes)];
        }

        return part;
    }

    PathValue Matching(JsonElement list)
    {
        var found = default(JsonElement);
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind is not JsonValueKind.Object || !item.TryGetProperty(_key, out var value) || !IsWanted(value)) continue;
            if (_isOnly && found.ValueKind is not JsonValueKind.Undefined) return new(default, true);
            found = item;
        }

        return new(found, false);
    }

    bool IsWanted(JsonElement value)
    {
        if (value.ValueKind is not JsonValueKind.String) return false;
        foreach (var wanted in _wanted)
            if (value.ValueEquals(wanted))
                return true;
        return false;
    }
}
