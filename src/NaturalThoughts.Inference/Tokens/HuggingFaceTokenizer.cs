using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Inference.Tokens;

/// <summary>Reads a <c>tokenizer.json</c> whose model is byte-level BPE, as GPT-2, Llama 3, Qwen and DeepSeek have it.</summary>
static class HuggingFaceTokenizer
{
    const string Supported = "a BPE model with a ByteLevel pre-tokenizer";

    public static Checked<ITokenCounter> Read(ReadOnlyMemory<byte> json, string file, string name)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (!root.TryGetProperty("model", out var model) || model.ValueKind is not JsonValueKind.Object) return Wrong("It has no `model`.");
        var type = Text(model, "type") ?? "BPE";
        if (type is not "BPE" || !model.TryGetProperty("vocab", out var vocab) || !model.TryGetProperty("merges", out var merges))
            return Wrong($"Its model is {type}, or lacks `vocab` or `merges`.");
        if (Flag(model, "byte_fallback"))
            return Wrong("Its BPE is SentencePiece's (`byte_fallback`).", "Give the `tokenizer.model` file beside it.");

        var normalizers = Normalizers(Member(root, "normalizer")).ToList();
        if (normalizers.Find(kind => kind is not "NFC") is { } unknown)
            return Wrong($"Its normalizer is {unknown}.");
        if (PreTokenizer.Read(Member(root, "pre_tokenizer")) is not { } words) return Wrong("Its pre-tokenizer is of a kind unknown here.");

        var options = new BpeOptions(vocab.EnumerateObject().Select(entry => KeyValuePair.Create(entry.Name, entry.Value.GetInt32())))
        {
            Merges = merges.EnumerateArray().Select(Merge).ToList(),
            ByteLevel = true,
        };
        var whole = Flag(model, "ignore_merges") ? options.Vocabulary.Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal) : null;
        return new(new ByteLevelBpeCounter(name, BpeTokenizer.Create(options), words, AddedTokens(root), whole, normalizers.Count > 0));

        Checked<ITokenCounter> Wrong(string what, string? fix = null) =>
            new([new Problem($"The tokenizer cannot be used. {what}", file, Expected: Supported, Fix: fix)]);
    }

    // Longest first, as the tokens are looked for in the text before all else.
    static Regex? AddedTokens(JsonElement root)
    {
        if (Member(root, "added_tokens") is not { ValueKind: JsonValueKind.Array } list) return null;
        var tokens = list.EnumerateArray().Select(token => Text(token, "content")).OfType<string>().Where(token => token.Length > 0)
            .OrderByDescending(token => token.Length).Select(Regex.Escape).ToList();
        return tokens.Count == 0 ? null : new(string.Join('|', tokens), RegexOptions.CultureInvariant);
    }

    static IEnumerable<string> Normalizers(JsonElement? element) =>
        element is not { } known ? []
        : Text(known, "type") is "Sequence" ? known.GetProperty("normalizers").EnumerateArray().SelectMany(part => Normalizers(part))
        : [Text(known, "type") ?? "unknown"];

    // "a b" in older files, ["a", "b"] in newer ones.
    static string Merge(JsonElement merge) =>
        merge.ValueKind is JsonValueKind.Array ? $"{merge[0].GetString()} {merge[1].GetString()}" : merge.GetString()!;

    static JsonElement? Member(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    static string? Text(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var value) ? value.GetString() : null;

    static bool Flag(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True;

    /// <summary>The splits of a pre-tokenizer, in their order.</summary>
    static class PreTokenizer
    {
        /// <summary>Null when it holds a part that is not known here, or no ByteLevel.</summary>
        public static Regex[]? Read(JsonElement? element)
        {
            var splits = new List<Regex>();
            return element is { } known && Add(known, splits) is true ? [.. splits] : null;
        }

        // True: a ByteLevel was seen; false: it was not; null: something unknown was.
        static bool? Add(JsonElement element, List<Regex> splits)
        {
            switch (Text(element, "type"))
            {
                case "Sequence":
                    var byteLevel = false;
                    foreach (var part in element.GetProperty("pretokenizers").EnumerateArray())
                    {
                        if (Add(part, splits) is not { } seen) return null;
                        byteLevel |= seen;
                    }

                    return byteLevel;
                case "ByteLevel":
                    if (Flag(element, "add_prefix_space")) return null;
                    if (!element.TryGetProperty("use_regex", out var use) || use.ValueKind is JsonValueKind.True)
                        splits.Add(WordPatterns.Gpt2);
                    return true;
                case "Split" when Text(element, "behavior") is "Isolated" && !Flag(element, "invert"):
                    var pattern = element.GetProperty("pattern");
                    splits.Add(new(Text(pattern, "Regex") ??
                        Regex.Escape(Text(pattern, "String")!), RegexOptions.CultureInvariant | RegexOptions.Compiled));
                    return false;
                case "Digits":
                    splits.Add(new(Flag(element, "individual_digits") ? @"\p{N}" : @"\p{N}+", RegexOptions.CultureInvariant));
                    return false;
                default:
                    return null;
            }
        }
    }
}
