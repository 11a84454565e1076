using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Core.Rubrics.Replies;

/// <summary>The form that a rubric's replies have.</summary>
abstract class ReplyForm
{
    /// <summary>Name and version of how replies are read.</summary>
    public abstract string Version { get; }

    /// <summary>JSON schema, canonical; null where the reply is a text.</summary>
    public abstract string? Schema { get; }

    /// <summary>The form as a prompt shows it.</summary>
    public abstract string Text { get; }

    /// <summary>Asks for it again after a reply that cannot be used.</summary>
    public abstract string Again { get; }

    /// <summary>What a reply says, or why it says nothing.</summary>
    public (ReplyValues? Values, RubricReading? Rejected) Read(Response reply) => Refusal.Filtered(reply)
        ? (null, RubricReading.Refused($"The server withheld the reply: {reply.FinishReason}."))
        : Read(reply, TraceParser.Parse(reply));

    /// <summary>What a reply that nobody kept back says.</summary>
    protected abstract (ReplyValues? Values, RubricReading? Rejected) Read(Response reply, TraceText parts);

    /// <summary>Whether the reply broke off.</summary>
    protected static bool Cut(Response reply) => reply.FinishReason is "length" or "max_tokens" or "abort";
}
