using System.Net.Sockets;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Inference.Generations;

namespace NaturalThoughts.Inference.Endpoints;

/// <summary>Sorts what can go wrong into reason classes and says what is to blame.</summary>
static class Refusals
{
    static readonly string[] OverLength =
    [
        "context_length_exceeded", "maximum context length", "context length", "context window", "max_model_len", "maximum model length",
        "prompt is too long", "input is too long", "longer than the model", "exceeds the maximum number of tokens",
    ];

    static readonly string[] NoSuchModel = ["model_not_found", "model not found", "does not exist", "no such model", "unknown model"];

    static readonly string[] Form =
    [
        "response_format", "response format", "json_schema", "json schema", "structured output", "structured_output", "guided", "grammar",
    ];

    /// <summary>Whether a server refuses the form that a request asks the response to have, and perhaps not the request.</summary>
    public static bool IsOfForm(Refused refused) => refused.Rejection.Reason is "http-400" or "http-422" or "http-500" or "http-501"
        && Form.Any(phrase => refused.Rejection.Detail.Contains(phrase, StringComparison.OrdinalIgnoreCase));

    public static Refused OfStatus(string endpoint, int status, ServerError error, TimeSpan? retryAfter = null)
    {
        var (reason, blame) = status switch
        {
            401 or 403 => ("unauthorized", Blame.Access),
            404 or 400 when Says(error, NoSuchModel) && Mentions(error, "model") => ("model-not-found", Blame.Access),
            404 => ("http-404", Blame.Access),
            400 or 413 or 422 when Says(error, OverLength) => ("context-length", Blame.Request),
            408 or 425 or >= 500 => ($"http-{status}", Blame.Endpoint),
            429 => ("http-429", Blame.Load),
            < 400 => ($"http-{status}", Blame.Access),
            _ => ($"http-{status}", Blame.Request),
        };
        var said = error.Message.Length > 0 ? $": {error.Message}" : ".";
        return new(new(reason, $"{endpoint} answered {status}{said}"), blame, retryAfter);
    }

    public static Refused OfStreamError(string endpoint, ServerError error) => error.Status is { } status
        ? OfStatus(endpoint, status, error)
        : Says(error, OverLength) ? OfStatus(endpoint, 400, error)
        : new(new("stream-error", $"{endpoint} sent an error within its stream: {error.Message}"), Blame.Endpoint);

    public static Refused OfConnection(string endpoint, HttpRequestException failure)
    {
        var reason = failure.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => "name-resolution",
            HttpRequestError.SecureConnectionError => "tls",
            HttpRequestError.ConnectionError => failure.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
                ? "connection-refused" : "connection-failed",
            HttpRequestError.ResponseEnded => "connection-reset",
            HttpRequestError.InvalidResponse => "malformed-response",
            _ => "connection-reset",
        };
        // Only before there is a connection is it certain that the request did not do it: some prompts bring a server down.
        return failure.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
            or HttpRequestError.ConnectionError
            ? Unreachable(reason, $"{endpoint} cannot be reached: {failure.Message}")
            : Endpoint(reason, $"{endpoint} gave no answer that can be read: {failure.Message}");
    }

    public static Refused Endpoint(string reason, string detail) => new(new Rejection(reason, detail), Blame.Endpoint);

    public static Refused Unreachable(string reason, string detail) => new(new Rejection(reason, detail), Blame.Unreachable);

    public static Refused Response(string reason, string detail) => new(new Rejection(reason, detail), Blame.Response);

    public static Refused Request(string reason, string detail) => new(new Rejection(reason, detail), Blame.Request);

    static bool Says(ServerError error, string[] phrases) => phrases.Any(phrase => Mentions(error, phrase));

    static bool Mentions(ServerError error, string phrase) =>
        error.Message.Contains(phrase, StringComparison.OrdinalIgnoreCase)
            || (error.Code?.Contains(phrase, StringComparison.OrdinalIgnoreCase) ?? false);
}
