using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace NaturalThoughts.ModelServers.Protocol;

/// <summary>Errors in the form of vLLM and OpenAI.</summary>
static class Errors
{
    static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers with an error.</summary>
    public static Task SendAsync(HttpContext context, int status, string type, string message, string? code = null)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        var error = new { message, type, param = (string?)null, code = (object?)code ?? status };
        var body = JsonSerializer.SerializeToUtf8Bytes(new { error }, Relaxed);
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    /// <summary>The request cannot be read.</summary>
    public static Task BadRequestAsync(HttpContext context, string message) => SendAsync(context, 400, "BadRequestError", message);

    /// <summary>No such model.</summary>
    public static Task NoModelAsync(HttpContext context, string model) =>
        SendAsync(context, 404, "NotFoundError", $"The model `{model}` does not exist.");

    /// <summary>The prompt leaves no room for an answer.</summary>
    public static Task TooLongAsync(HttpContext context, int limit, int prompt) => BadRequestAsync(
        context, $"This model's maximum context length is {limit} tokens. However, your request has {prompt} input tokens.");

    /// <summary>All slots are taken.</summary>
    public static Task BusyAsync(HttpContext context, TimeSpan retryAfter)
    {
        context.Response.Headers.RetryAfter = ((long)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return SendAsync(
            context, 429, "rate_limit_error", "Too many requests at the same time. Please retry later.", "rate_limit_exceeded");
    }

    /// <summary>The server fails, in one of three ways.</summary>
    /// <param name="context">The request.</param>
    /// <param name="drawn">Chooses the way.</param>
    public static Task FailAsync(HttpContext context, ulong drawn)
    {
        if (drawn % 3 == 0) return SendAsync(context, 500, "InternalServerError", "EngineCore encountered an issue.");
        if (drawn % 3 == 1) return SendAsync(context, 503, "ServiceUnavailableError", "The model is not ready.");
        context.Response.StatusCode = 502;
        context.Response.ContentType = "text/html";
        const string Page = "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>";
        return context.Response.WriteAsync(Page, context.RequestAborted);
    }
}
