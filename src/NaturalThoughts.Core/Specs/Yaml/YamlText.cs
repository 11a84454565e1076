using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace NaturalThoughts.Core.Specs.Yaml;

/// <summary>Writes one YAML document key by key; null values leave their key out.</summary>
sealed partial class YamlText
{
    readonly StringWriter _text = new() { NewLine = "\n" };
    readonly Emitter _emitter;

    /// <summary>An empty document.</summary>
    public YamlText()
    {
        _emitter = new(_text,
            new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024, newLine: "\n"));
        _emitter.Emit(new StreamStart());
        _emitter.Emit(new DocumentStart(null, null, isImplicit: true));
    }

    /// <summary>A map whose keys <paramref name="keys"/> writes.</summary>
    public void Map(Action keys)
    {
        _emitter.Emit(new MappingStart());
        keys();
        _emitter.Emit(new MappingEnd());
    }

    /// <summary>A key with a map.</summary>
    public void Map(string key, Action keys)
    {
        Scalar(key);
        Map(keys);
    }

    /// <summary>A key with a list of maps.</summary>
    public void Maps<T>(string key, IEnumerable<T> items, Action<T> keys) =>
        Items(key, items.Select<T, Action>(item => () => Map(() => keys(item))));

    /// <summary>A key with a list of anything.</summary>
    /// <param name="key">The key.</param>
    /// <param name="items">Each writes one item.</param>
    public void Items(string key, IEnumerable<Action> items)
    {
        Scalar(key);
        _emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
        foreach (var item in items) item();
        _emitter.Emit(new SequenceEnd());
    }

    /// <summary>An item that is a text.</summary>
    public void Item(string text) => Scalar(text);

    /// <summary>A key with a list of texts.</summary>
    public void Texts(string key, IEnumerable<string> texts)
    {
        Scalar(key);
        _emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Flow));
        foreach (var text in texts) Scalar(text);
        _emitter.Emit(new SequenceEnd());
    }

    /// <summary>A key with a text.</summary>
    public void Text(string key, string? text)
    {
        if (text is null) return;
        Scalar(key);
        Scalar(text);
    }

    /// <summary>A key with a number, in the shortest form that reads back the same.</summary>
    public void Number(string key, IFormattable? number)
    {
        if (number is null) return;
        Scalar(key);
        Plain(number.ToString(number is double ? "R" : null, CultureInfo.InvariantCulture));
    }

    /// <summary>A key with any JSON value.</summary>
    public void Json(string key, JsonElement value)
    {
        Scalar(key);
        Json(value);
    }

    /// <summary>The document; nothing can be written after it.</summary>
    public override string ToString()
    {
        _emitter.Emit(new DocumentEnd(isImplicit: true));
        _emitter.Emit(new StreamEnd());
        return _text.ToString();
    }

    void Json(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Map(() => { foreach (var member in value.EnumerateObject()) Json(member.Name, member.Value); });
                break;
            case JsonValueKind.Array:
                _emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Flow));
                foreach (var item in value.EnumerateArray()) Json(item);
                _emitter.Emit(new SequenceEnd());
                break;
            case JsonValueKind.String:
                Scalar(value.GetString()!);
                break;
            default:
                Plain(value.GetRawText());
                break;
        }
    }

    void Scalar(string text)
    {
        if (Bare().IsMatch(text) && !Ambiguous().IsMatch(text)) Plain(text);
        else _emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, ScalarStyle.DoubleQuoted, isPlainImplicit: false,
            isQuotedImplicit: true));
    }

    void Plain(string text) =>
        _emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false));

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_./-]*\z")]
    private static partial Regex Bare();

    // What YAML 1.1 or 1.2 readers take for a truth value, nothing or a number.
    [GeneratedRegex(@"\A(y|yes|n|no|on|off|true|false|null|nan|inf)\z", RegexOptions.IgnoreCase)]
    private static partial Regex Ambiguous();
}
