using System.Collections.Immutable;
using YamlDotNet.Core;

namespace NaturalThoughts.Core.Specs.Yaml;

/// <summary>A place in a file, both numbers 1-based; columns count UTF-16 units.</summary>
readonly record struct Place(int Line, int Column);

/// <summary>A value as the file gives it, with its place.</summary>
abstract record YamlNode(Place At);

/// <summary>A text or number. <paramref name="Start"/> is its 0-based offset in the file: where the quote, the block's <c>|</c> or the
/// first character stands.</summary>
sealed record YamlScalar(string Text, ScalarStyle Style, int Start, Place At) : YamlNode(At)
{
    /// <summary>Written without quotes, so that it may stand for a number, a truth value or nothing.</summary>
    public bool Plain => Style is ScalarStyle.Plain;

    /// <summary>Nothing, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => Plain && Text is ("" or "~" or "null" or "Null" or "NULL");
}

/// <summary>A list.</summary>
sealed record YamlList(ImmutableArray<YamlNode> Items, Place At) : YamlNode(At);

/// <summary>Something a problem has already been reported for; readers pass over it.</summary>
sealed record YamlRefused(Place At) : YamlNode(At);

/// <summary>A map; no key stands twice.</summary>
sealed record YamlMap(ImmutableArray<YamlEntry> Entries, Place At) : YamlNode(At);

/// <summary>One key of a map and its value.</summary>
sealed record YamlEntry(YamlScalar Key, YamlNode Value);
