using NaturalThoughts.Core.Responses;

namespace NaturalThoughts.Core.Traces;

/// <summary>
/// Reads a response as reasoning and answer, whichever way the server or the source marks the reasoning. Total: any response has a
/// reading, nothing throws, no text is lost but tags and surrounding white space. The response itself is never changed.
/// </summary>
/// <remarks>
/// Rules. (1) A reasoning field that is not blank is the reasoning and the content is the answer; tags left over at the content's start go,
/// and where the content is blank but the field holds a closing tag, the field is read as one text. (2) Else the content is one text: the
/// opening tag is the first that starts a line, or the first before the first closing tag; what stands before it is the preamble. The
/// <em>first</em> closing tag after it ends the reasoning, because from there on the model is answering; later tags are part of the answer.
/// (3) A closing tag without an opening one ends reasoning that starts with the text. (4) An opening tag that starts a line, without
/// a closing one: the text was cut, all that follows is reasoning. (5) No tag: the whole content is the answer. Tags between quotes or
/// backticks are text.
/// </remarks>
public static class TraceParser
{
    /// <summary>Name and version of these rules; part of the digest of every annotation that reads a trace.</summary>
    public const string Version = "traces@1";

    /// <summary>Reads a response.</summary>
    public static TraceText Parse(Response response)
    {
        var reasoning = Part(response.Reasoning);
        if (reasoning is null) return ParseText(response.Content);

        var content = Part(response.Content);
        return content is null ? ParseField(reasoning) : Untagged(reasoning) is { } own ? WithContent(own, content) : ParseText(content);
    }

    /// <summary>Reads a text that may hold tags.</summary>
    public static TraceText ParseText(string? text)
    {
        var tags = text is null ? [] : ReasoningTag.In(text);
        var open = Opening(tags);
        var close = Closing(tags, open);
        if (text is null || (open is null && close is null)) return new() { Answer = Part(text), Closed = true };

        var start = open?.End ?? 0;
        return new()
        {
            Preamble = Part(text[..(open?.Start ?? 0)]),
            Reasoning = Part(text[start..(close?.Start ?? text.Length)]),
            Answer = close is null ? null : Unwrapped(text[close.Value.End..]),
            Closed = close is not null,
            Form = open is null ? TraceForm.Unopened : TraceForm.Tagged,
        };
    }

    // Some servers leave everything in the reasoning field when their parser misses the closing tag.
    static TraceText ParseField(string reasoning)
    {
        var read = ParseText(reasoning);
        return read.Form is TraceForm.Plain
            ? new() { Reasoning = reasoning, Closed = false, Form = TraceForm.Field }
            : read with { Form = TraceForm.Field };
    }

    static TraceText WithContent(string reasoning, string content)
    {
        var tags = ReasoningTag.In(content);
        var leading = tags.Count > 0 && tags[0].Start == 0;
        if (!leading) return new() { Reasoning = reasoning, Answer = content, Closed = true, Form = TraceForm.Field };

        var read = ParseText(content);
        var both = read.Reasoning is null || read.Reasoning == reasoning ? reasoning : $"{reasoning}\n\n{read.Reasoning}";
        return new() { Reasoning = both, Answer = read.Answer, Closed = read.Closed, Form = TraceForm.Field };
    }

    static ReasoningTag? Opening(List<ReasoningTag> tags)
    {
        var first = tags.FindIndex(tag => tag.Opens);
        if (first < 0) return null;
        var closed = tags.FindIndex(tag => !tag.Opens);
        if (closed >= 0 && closed < first) return null;

        var starting = tags.FindIndex(tag => tag is { Opens: true, StartsLine: true });
        // A prompt that talks about the tags (“think inside <think> </think>”) comes before the one that starts a line.
        if (starting >= 0 && !tags[first].StartsLine && (closed < 0 || starting < closed || !tags[closed].StartsLine))
            return tags[starting];
        return closed < 0 && starting < 0 ? null : tags[first];
    }

    static ReasoningTag? Closing(List<ReasoningTag> tags, ReasoningTag? open)
    {
        foreach (var tag in tags)
            if (!tag.Opens && (open is null || (tag.Start >= open.Value.End && tag.Pair == open.Value.Pair))) return tag;
        return null;
    }

    static string? Untagged(string reasoning)
    {
        var tags = ReasoningTag.In(reasoning);
        var start = tags.Count > 0 && tags[0] is { Start: 0, Opens: true } ? tags[0].End : 0;
        var closes = tags.Count > 0 && !tags[^1].Opens && tags[^1].End == reasoning.Length && tags[^1].Start >= start;
        var end = closes ? tags[^1].Start : reasoning.Length;
        return Part(reasoning[start..end]);
    }

    static string? Unwrapped(string answer)
    {
        const string begin = "<|begin_of_solution|>", end = "<|end_of_solution|>";
        var text = answer.AsSpan().Trim();
        if (text.StartsWith(begin, StringComparison.Ordinal)) text = text[begin.Length..];
        if (text.EndsWith(end, StringComparison.Ordinal)) text = text[..^end.Length];
        return Part(text.ToString());
    }

    static string? Part(string? text) => text?.Trim() is { Length: > 0 } part ? part : null;
}
