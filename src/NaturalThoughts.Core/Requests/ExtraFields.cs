using System.Collections.Immutable;
using System.Text.Json;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Core.Requests;

/// <summary>The further body fields a model's spec may give (<c>chat_template_kwargs</c>, <c>top_k</c>).</summary>
public static class ExtraFields
{
    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    static readonly ImmutableSortedDictionary<string, string> Reserved = new Dictionary<string, string>
    {
        ["messages"] = "The messages are made from the model's `system` and `prompt`.",
        ["model"] = "Write it as the model's `model`.",
        ["input"] = "The input is made from the model's `prompt`.",
        ["encoding_format"] = "Vectors are always asked for as numbers; leave it out.",
        ["stream"] = "Responses are always streamed; leave it out.",
        ["stream_options"] = "Responses are always streamed with usage; leave it out.",
        ["n"] = "Write it as the model's `samples`.",
        ["temperature"] = "Write it as the model's `temperature`.",
        ["top_p"] = "Write it as the model's `top_p`.",
        ["max_tokens"] = "Write it as the model's `max_tokens`.",
        ["seed"] = "Write it as the model's `seed`.",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>Every problem of an extra object; empty when it can be sent.</summary>
    /// <param name="extra">A JSON object, or null.</param>
    /// <param name="where">Where it stands, for the problem's text (<c>models.r1.extra</c>).</param>
    public static ImmutableArray<Problem> Check(string? extra, string where)
    {
        if (extra is null) return [];
        try
        {
            using var document = JsonDocument.Parse(extra, Strict);
            if (document.RootElement.ValueKind is not JsonValueKind.Object)
                return [new($"The extra fields are a JSON {Kind(document.RootElement)}.", where, Expected: "a JSON object")];
            return
            [
                .. document.RootElement.EnumerateObject().Where(member => Reserved.ContainsKey(member.Name))
                    .Select(member => new Problem($"`{member.Name}` cannot be an extra field.", where, Fix: Reserved[member.Name])),
            ];
        }
        catch (JsonException broken)
        {
            return [new($"The extra fields are not JSON: {broken.Message}", where, Expected: "a JSON object without duplicate members")];
        }
    }

    /// <summary>The canonical form of an extra object.</summary>
    /// <exception cref="ArgumentException">The object has problems; a spec is checked before it gets here.</exception>
    internal static string? Canonical(string? extra)
    {
        if (extra is null) return null;
        if (Check(extra, "extra") is [var first, ..]) throw new ArgumentException(first.ToString(), nameof(extra));
        using var document = JsonDocument.Parse(extra, Strict);
        return document.RootElement.EnumerateObject().Any() ? CanonicalJson.Of(document.RootElement) : null;
    }

    static string Kind(JsonElement element) => element.ValueKind.ToString().ToLowerInvariant();
}
