using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Core.Annotations;

/// <summary>Lengths of a trace in tokens, and who counted them.</summary>
/// <param name="Reasoning">Tokens of the reasoning; 0 without one.</param>
/// <param name="Answer">Tokens of the answer; 0 without one.</param>
/// <param name="By"><c>server</c>, a tokenizer's name, or <c>server/NAME</c> where the server's total was split in the tokenizer's
/// ratio.</param>
readonly record struct TokenAccount(long Reasoning, long Answer, string By)
{
    const string Server = "server";

    /// <summary>Reasoning and answer.</summary>
    public long Response => Reasoning + Answer;

    /// <summary>The server's counts where it gave them; what it did not give is counted.</summary>
    public static TokenAccount Of(Response response, TraceText text, ITokenCounter counter)
    {
        var usage = response.Usage ?? default;
        if (usage.Completion is { } completion && completion > 0)
        {
            if (usage.Reasoning is { } reasoned) return new(Math.Min(reasoned, completion), Math.Max(0, completion - reasoned), Server);
            if (text.Reasoning is null) return new(0, completion, Server);
            if (text.Answer is null) return new(completion, 0, Server);
            var (r, a) = (Count(counter, text.Reasoning), Count(counter, text.Answer));
            var share = r + a == 0 ? completion : (completion * r + (r + a) / 2) / (r + a);
            return new(share, completion - share, $"{Server}/{counter.Name}");
        }

        if (usage.Reasoning is { } tokens && text.Reasoning is not null)
            return new(tokens, Count(counter, text.Answer), text.Answer is null ? Server : $"{Server}/{counter.Name}");
        return new(Count(counter, text.Reasoning), Count(counter, text.Answer), counter.Name);
    }

    /// <summary>Tokens of both parts as a tokenizer counts them.</summary>
    public static long Counted(TraceText text, ITokenCounter counter) => Count(counter, text.Reasoning) + Count(counter, text.Answer);

    static long Count(ITokenCounter counter, string? text) => text is null ? 0 : counter.Count(text);
}
