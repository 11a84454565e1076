using System.Collections.Concurrent;
using NaturalThoughts.Core.Memory;

namespace NaturalThoughts.Core.Features;

/// <summary>A column of short texts, as codes into a dictionary, while rows are being added to it.</summary>
sealed class TextColumn
{
    readonly NumberColumn _blocks = new();
    readonly ConcurrentDictionary<string, ushort> _codes = new(concurrencyLevel: 1, capacity: 16, StringComparer.Ordinal);
    string[] _texts = [];
    long _textBytes;

    internal void Append(int row, string? text) =>
        _blocks.Append(row, Code(text) is var code and not FeatureTable.NullCode ? code : double.NaN);

    /// <summary>Whether more texts came than there are codes.</summary>
    internal bool Overflowed { get; private set; }

    internal TextColumnView View => new(_blocks.Blocks, new(_texts, 0, _codes.Count), _codes, Overflowed);

    internal long Bytes => _blocks.Bytes + _textBytes;

    internal void Exchange(MemoryImage image)
    {
        List<string> texts = [.. _texts.AsSpan(0, _codes.Count)];
        image.List(texts, text => image.Text(text ?? ""));
        if (image.IsRead) foreach (var text in texts) Code(text);
        Overflowed = image.Count(Overflowed ? 1 : 0) == 1;
        _blocks.Exchange(image);
    }

    ushort Code(string? text)
    {
        if (text is null) return FeatureTable.NullCode;
        if (_codes.TryGetValue(text, out var known)) return known;
        if (_codes.Count == FeatureTable.NullCode)
        {
            Overflowed = true;
            return FeatureTable.NullCode;
        }

        var code = (ushort)_codes.Count;
        // Snapshots keep the array they were given; only places behind their count are written.
        if (code == _texts.Length) Array.Resize(ref _texts, Math.Max(16, _texts.Length * 2));
        _texts[code] = text;
        _codes[text] = code;
        _textBytes += 80 + text.Length * sizeof(char);
        return code;
    }
}

/// <summary>What a snapshot keeps of a text column.</summary>
/// <param name="Blocks">Codes by block.</param>
/// <param name="Texts">Text by code.</param>
/// <param name="Codes">Code by text; may by now know texts behind <paramref name="Texts"/>.</param>
/// <param name="Overflowed">Whether more texts came than there are codes.</param>
sealed record TextColumnView(NumberBlock[] Blocks, ArraySegment<string> Texts, ConcurrentDictionary<string, ushort> Codes, bool Overflowed);
