using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace NaturalThoughts.Core.Rubrics.Replies;

/// <summary>
/// Finds objects and lists in a model's text, and reads them more kindly than JSON: single or typographic quotes, bare names and words,
/// trailing or missing commas, quotes inside texts, line breaks inside texts, and an end that is missing. Total; time grows with the
/// length.
/// </summary>
sealed class LooseJson
{
    const int Deepest = 32, LongestName = 200;

    readonly string _text;
    int _at;

    LooseJson(string text) => _text = text;

    /// <summary>The outermost objects and lists, in order.</summary>
    public static IEnumerable<LooseValue> In(string text)
    {
        for (var start = 0; start < text.Length; start++)
        {
            if (text[start] is not ('{' or '[')) continue;
            var reader = new LooseJson(text) { _at = start };
            if (reader.Value(0) is not { } value) continue;
            yield return value;
            start = reader._at - 1;
        }
    }

    bool AtEnd => _at >= _text.Length;

    // Null: what stands here is no value.
    LooseValue? Value(int depth)
    {
        SkipSpace();
        if (AtEnd) return new LooseText("", false);
        return _text[_at] switch
        {
            '{' => depth < Deepest ? Object(depth) : null,
            '[' => depth < Deepest ? List(depth) : null,
            var open when ClosingOf(open) is not null => Quoted(",}]", int.MaxValue),
            _ => Bare(),
        };
    }

    LooseObject? Object(int depth)
    {
        _at++;
        var members = ImmutableArray.CreateBuilder<(string, LooseValue)>();
        while (true)
        {
            SkipSeparators();
            if (AtEnd) return new(members.ToImmutable(), false);
            if (_text[_at] is '}')
            {
                _at++;
                return new(members.ToImmutable(), true);
            }

            if (Name() is not { } name) return AtEnd && members.Count > 0 ? new(members.ToImmutable(), false) : null;
            if (Value(depth + 1) is not { } value) return null;
            members.Add((name, value));
        }
    }

    LooseList? List(int depth)
    {
        _at++;
        var items = ImmutableArray.CreateBuilder<LooseValue>();
        while (true)
        {
            SkipSeparators();
            if (AtEnd) return new(items.ToImmutable(), false);
            if (_text[_at] is ']')
            {
                _at++;
                return new(items.ToImmutable(), true);
            }

            if (_text[_at] is '}' || Value(depth + 1) is not { } item) return null;
            items.Add(item);
        }
    }

    // A member's name and its colon; null when there is none.
    string? Name()
    {
        string name;
        if (ClosingOf(_text[_at]) is not null)
        {
            if (Quoted(":", LongestName) is not { Closed: true } quoted) return null;
            name = quoted.Text;
        }
        else
        {
            var start = _at;
            while (!AtEnd && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '_' or '-' or ' ')) _at++;
            name = _text[start.._at];
        }

        SkipSpace();
        if (AtEnd || _text[_at] is not ':' || string.IsNullOrWhiteSpace(name)) return null;
        _at++;
        return name.Trim();
    }

    // A quote ends the text only where one of `followers` comes next: models forget to escape quotes and apostrophes.
    LooseText? Quoted(string followers, int longest)
    {
        var close = ClosingOf(_text[_at])!;
        var text = new StringBuilder();
        for (_at++; !AtEnd; _at++)
        {
            if (text.Length > longest) return null;
            var next = _text[_at];
            if (close.Contains(next) && Ends(followers))
            {
                _at++;
                return new(text.ToString(), true);
            }

            if (next is '\\' && _at + 1 < _text.Length) Escape(text);
            else text.Append(next);
        }

        return new(text.ToString(), false);
    }

    bool Ends(string followers)
    {
        var next = _at + 1;
        while (next < _text.Length && char.IsWhiteSpace(_text[next])) next++;
        // A missing comma before the next line's name ends it too.
        return next >= _text.Length || followers.Contains(_text[next])
            || (followers.Length > 1 && _text.AsSpan(_at + 1, next - _at - 1).Contains('\n') && ClosingOf(_text[next]) is not null);
    }

    void Escape(StringBuilder text)
    {
        var escaped = _text[++_at];
        if (escaped is 'u' && _at + 4 < _text.Length
            && ushort.TryParse(_text.AsSpan(_at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
        {
            text.Append((char)unit);
            _at += 4;
            return;
        }

        _ = escaped switch
        {
            'n' => text.Append('\n'),
            't' => text.Append('\t'),
            '"' or '\'' or '\\' or '/' => text.Append(escaped),
            _ => text.Append('\\').Append(escaped),
        };
    }

    LooseText Bare()
    {
        var start = _at;
        while (!AtEnd && _text[_at] is not (',' or '}' or ']' or '{' or '[' or '"' or '\n')) _at++;
        if (_at == start) _at++;
        var word = _text.AsSpan(start, _at - start);
        var comment = word.IndexOf("//", StringComparison.Ordinal);
        return new((comment < 0 ? word : word[..comment]).Trim().ToString(), !AtEnd);
    }

    void SkipSpace()
    {
        while (!AtEnd && char.IsWhiteSpace(_text[_at])) _at++;
    }

    void SkipSeparators()
    {
        while (!AtEnd && (char.IsWhiteSpace(_text[_at]) || _text[_at] is ',' or ';')) _at++;
    }

    static string? ClosingOf(char open) => open switch
    {
        '"' => "\"",
        '\'' => "'",
        '“' or '”' or '„' or '«' => "”“»",
        '‘' or '’' => "’‘",
        '`' => "`",
        _ => null,
    };
}
