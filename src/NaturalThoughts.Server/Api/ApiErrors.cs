using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Server.Api.Json;
using NaturalThoughts.Server.Drain;

namespace NaturalThoughts.Server.Api;

/// <summary>Answers every failure as problem details (RFC 9457) with a member <c>problems</c>.</summary>
sealed partial class ApiErrors(RequestDelegate next, Departure departure, ILogger<ApiErrors> log)
{
    /// <summary>The media type of failures.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>Handles a request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers[ApiVersion.Header] = ApiVersion.Current;
        // A silo that leaves waits for nobody: who asked asks another one.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, departure.Left);
        context.RequestAborted = either.Token;
        try
        {
            await next(context);
            // What routing refuses has no body yet.
            if (context.Response is { HasStarted: false, StatusCode: >= 400 and var refused } && !ApiDoor.IsForPage(context.Request))
                await WriteAsync(context, refused, [Unrouted(context.Request, refused)]);
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            var (status, problems) = Of(error);
            if (status == StatusCodes.Status500InternalServerError) LogUnexpected(error, context.Request.Path);
            await WriteAsync(context, status, problems);
        }
    }

    /// <summary>Writes problems as the answer.</summary>
    public static Task WriteAsync(HttpContext context, int status, ImmutableArray<Problem> problems)
    {
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status503ServiceUnavailable) context.Response.Headers.RetryAfter = "2";
        var details = new
        {
            Type = "about:blank",
            Title = ReasonPhrases.GetReasonPhrase(status),
            Status = status,
            Detail = string.Join('\n', problems),
            Instance = context.Request.Path.Value,
            Problems = problems,
        };
        return context.Response.WriteAsJsonAsync(details, ApiJson.Options, MediaType, CancellationToken.None);
    }

    (int Status, ImmutableArray<Problem> Problems) Of(Exception error) => error switch
    {
        ProblemsException known => (known.Status, known.Problems),
        BadHttpRequestException bad => (bad.StatusCode, [BadRequest.Of(bad) with { Fix = FixOf(bad.StatusCode) }]),
        OperationCanceledException when departure.Leaving => (StatusCodes.Status503ServiceUnavailable, [Leaving]),
        _ when Passing.Is(error) => (StatusCodes.Status503ServiceUnavailable, [Unknown]),
        _ => (StatusCodes.Status500InternalServerError,
            [new($"Unexpected: {error.GetBaseException().Message}", Fix: "What is committed is safe. The server's log says more.")]),
    };

    static Problem Unrouted(HttpRequest request, int status) => status == StatusCodes.Status404NotFound
        ? new($"There is nothing at `{request.Method} {request.Path}`.", Fix: "docs/operations.md lists the addresses.")
        : new($"`{request.Method} {request.Path}` is not asked so (status {status}).", Fix: FixOf(status));

    static string? FixOf(int status) => status switch
    {
        StatusCodes.Status413PayloadTooLarge => $"A request takes {RunApi.LargestRequest / (1024 * 1024)} MiB at most.",
        StatusCodes.Status415UnsupportedMediaType => "Send JSON, with `Content-Type: application/json`.",
        _ => null,
    };

    /// <summary>What a silo says that takes no new work.</summary>
    public static Problem Leaving { get; } = new(
        "This silo is leaving.", Fix: "Ask again in a moment: another one answers, or this one anew.");

    /// <summary>What is said of a change whose outcome got lost.</summary>
    public static Problem Unknown { get; } = new(
        "A silo went away while it worked on this: whether it was done is not known.", Fix: "Ask again; what is done is not done twice.");

    [LoggerMessage(LogLevel.Error, "The request for {Path} failed.")]
    partial void LogUnexpected(Exception error, string path);
}
