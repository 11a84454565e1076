namespace NaturalThoughts.Inference.Tests.Support;

/// <summary>Pieces of a completion's stream.</summary>
static class Chunk
{
    public const string Done = "data: [DONE]\n\n";

    public static string Content(string text) => Of($$"""{"content":"{{text}}"}""");

    public static string Reasoning(string text) => Of($$"""{"reasoning_content":"{{text}}"}""");

    public static string Finish(string reason = "stop") =>
        $$"""data: {"choices":[{"index":0,"delta":{},"finish_reason":"{{reason}}"}]}""" + "\n\n";

    public static string Whole(string text, string reason = "stop") => Reasoning("hm") + Content(text) + Finish(reason) + Done;

    static string Of(string delta) => $$"""data: {"choices":[{"index":0,"delta":{{delta}},"finish_reason":null}]}""" + "\n\n";
}
