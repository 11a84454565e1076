using System.Text.Json;
using NaturalThoughts.Inference.Recorded;

namespace NaturalThoughts.Cli.Replay;

/// <summary>A recorded response as a chat completion: one object, or server-sent events at a pace.</summary>
/// <param name="request">What was asked.</param>
/// <param name="row">The response.</param>
/// <param name="time">The clock.</param>
/// <param name="rate">Tokens a second; 0 sends all at once.</param>
sealed class ReplayAnswer(ReplayRequest request, RecordedRow row, TimeProvider time, double rate)
{
    // About four characters of English are a token.
    const int Piece = 16;
    const int TokensOfPiece = 4;

    /// <summary>Writes it.</summary>
    public Task WriteAsync(HttpContext context) => request.Stream ? StreamAsync(context) : WholeAsync(context);

    async Task WholeAsync(HttpContext context)
    {
        await PaceAsync(Length(row.Reasoning) + Length(row.Content), context.RequestAborted);
        var message = new { role = "assistant", content = row.Content, reasoning_content = row.Reasoning };
        await context.Response.WriteAsJsonAsync(
            Completion("chat.completion", [new { index = 0, message, finish_reason = row.FinishReason }], Usage()), context.RequestAborted);
    }

    async Task StreamAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        foreach (var piece in Pieces(row.Reasoning))
            await SendPieceAsync(context, piece.Length, new { reasoning_content = piece });
        foreach (var piece in Pieces(row.Content))
            await SendPieceAsync(context, piece.Length, new { content = piece });
        await SendAsync(context, Chunk([new { index = 0, delta = new { }, finish_reason = row.FinishReason }]));
        if (request.Usage && Usage() is { } usage) await SendAsync(context, Chunk([], usage));
        await context.Response.WriteAsync("data: [DONE]\n\n", context.RequestAborted);
    }

    async Task SendPieceAsync(HttpContext context, int length, object delta)
    {
        await PaceAsync(length, context.RequestAborted);
        await SendAsync(context, Chunk([new { index = 0, delta, finish_reason = (string?)null }]));
    }

    static Task SendAsync(HttpContext context, object chunk) =>
        context.Response.WriteAsync($"data: {JsonSerializer.Serialize(chunk)}\n\n", context.RequestAborted);

    Task PaceAsync(int characters, CancellationToken cancellation) => rate <= 0 ? Task.CompletedTask
        : Task.Delay(TimeSpan.FromSeconds((double)characters / Piece * TokensOfPiece / rate), time, cancellation);

    object Chunk(object[] choices, object? usage = null) => Completion("chat.completion.chunk", choices, usage);

    // Nothing in it depends on the time: the same request is answered with the same bytes.
    object Completion(string kind, object[] choices, object? usage) =>
        new { id = $"chatcmpl-{request.Question}", @object = kind, created = 0, model = request.Model, choices, usage };

    object? Usage() => row.Usage is not { } usage ? null : new
    {
        prompt_tokens = usage.Prompt ?? 0,
        completion_tokens = usage.Completion ?? 0,
        total_tokens = (usage.Prompt ?? 0) + (usage.Completion ?? 0),
        completion_tokens_details = new { reasoning_tokens = usage.Reasoning ?? 0 },
    };

    static int Length(string? text) => text?.Length ?? 0;

    // Never half a character.
    static IEnumerable<string> Pieces(string? text)
    {
        for (var from = 0; from < Length(text);)
        {
            var to = Math.Min(from + Piece, text!.Length);
            if (to < text.Length && char.IsLowSurrogate(text[to])) to++;
            yield return text[from..to];
            from = to;
        }
    }
}
