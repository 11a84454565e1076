using NaturalThoughts.Core.Responses;

namespace NaturalThoughts.Core.Rubrics.Replies;

/// <summary>Tells replies in which the model, or the server for it, refuses.</summary>
static class Refusal
{
    const int Beginning = 200;

    static readonly string[] Phrases =
    [
        "i can't help", "i cannot help", "i can't assist", "i cannot assist", "i can't provide", "i cannot provide", "i can't comply",
        "i cannot comply", "i can't fulfill", "i cannot fulfill", "i can't do that", "i can't rate", "i cannot rate", "i won't",
        "i'm not able to", "i am not able to", "i'm unable to", "i am unable to", "i must decline", "i have to decline",
        "i'm sorry, but i", "i am sorry, but i", "sorry, i can", "as an ai",
        "lo siento, pero no", "no puedo ayudar", "je suis désolé, mais je ne", "je ne peux pas", "es tut mir leid, aber",
        "ich kann dabei nicht",
        "mi dispiace, ma non", "desculpe, mas não", "抱歉", "对不起", "無法", "我无法", "申し訳", "죄송", "извините",
    ];

    /// <summary>Whether the server kept the reply back.</summary>
    public static bool Filtered(Response reply) => reply.FinishReason is "content_filter" or "refusal" or "safety";

    /// <summary>Whether a text without a verdict begins as a refusal does.</summary>
    public static bool In(string text)
    {
        var beginning = text[..Math.Min(text.Length, Beginning)].Replace('’', '\'');
        return Array.Exists(Phrases, phrase => beginning.Contains(phrase, StringComparison.OrdinalIgnoreCase));
    }
}
