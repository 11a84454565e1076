using System.Buffers;
using System.Text;
using System.Text.Json;
using NaturalThoughts.Benchmarks.Shapes;
using NaturalThoughts.Core.Responses;

namespace NaturalThoughts.Benchmarks.Scenarios.Orchestration;

/// <summary>Streamed chat completions as bytes that were made beforehand, so that answering costs next to nothing.</summary>
/// <param name="Count">How many different ones.</param>
/// <param name="Chars">Characters of reasoning in each; an answer of a sentence follows.</param>
/// <param name="ChunkChars">Characters in a chunk.</param>
sealed record Answers(int Count, int Chars, int ChunkChars)
{
    /// <summary>20 KB in chunks of 4 KB, which is what a server sends that has them at once.</summary>
    public static Answers Of20Kb { get; } = new(512, 20_000, 4096);

    /// <summary>8,000 tokens of four characters, a chunk each.</summary>
    public static Answers Of8000Tokens { get; } = new(16, 32_000, 4);

    /// <summary>Their reasoning.</summary>
    public IEnumerable<string> Reasonings() => Enumerable.Range(0, Count).Select(seed => Thoughts.Of(new(seed), Chars));

    /// <summary>The bodies of the responses.</summary>
    public IEnumerable<byte[]> Bodies() => Reasonings().Select(Body);

    /// <summary>What is said after the reasoning.</summary>
    /// <param name="number">Which of them it is.</param>
    public static string AnswerOf(int number) => $"Putting the steps together, the answer is $\\boxed{{{number % 1000}}}$.";

    /// <summary>What the server counts.</summary>
    /// <param name="chars">Characters of reasoning.</param>
    public static TokenUsage UsageOf(int chars) => new(20, chars / 4 + 16, chars / 4);

    byte[] Body(string reasoning, int number)
    {
        var body = new ArrayBufferWriter<byte>(reasoning.Length * 2);
        Chunk("""{"role":"assistant","content":""}""");
        for (var at = 0; at < reasoning.Length; at += ChunkChars)
            Chunk($$"""{"reasoning_content":{{Quoted(reasoning.Substring(at, Math.Min(ChunkChars, reasoning.Length - at)))}}}""");
        Chunk($$"""{"content":{{Quoted(AnswerOf(number))}}}""");
        Chunk("{}", "\"stop\"");
        var usage = UsageOf(reasoning.Length);
        var counts = $"\"prompt_tokens\":{usage.Prompt},\"total_tokens\":{usage.Prompt + usage.Completion},\"completion_tokens\":{usage.Completion}";
        var details = $"{{\"reasoning_tokens\":{usage.Reasoning}}}";
        Event($"{Head(number)}\"choices\":[],\"usage\":{{{counts},\"completion_tokens_details\":{details}}}}}");
        Event("[DONE]");
        return body.WrittenSpan.ToArray();

        void Chunk(string delta, string finish = "null") => Event(
            $$"""{{Head(number)}}"choices":[{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":{{finish}}}]}""");
        void Event(string data) => body.Write(Encoding.UTF8.GetBytes($"data: {data}\n\n"));
    }

    static string Quoted(string text) => JsonSerializer.Serialize(text);

    // As vLLM's begin.
    static string Head(int number) =>
        $$"""{"id":"chatcmpl-{{number:x32}}","object":"chat.completion.chunk","created":1767225600,"model":"teach",""";
}
