using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Text;
using NaturalThoughts.Server.Api;
using NaturalThoughts.Server.Api.Json;

namespace NaturalThoughts.Cli.Remote;

/// <summary>Asks a server, and says in a user's words why it does not answer.</summary>
sealed class ServerLink : IDisposable
{
    static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    // Silos restart within seconds; a cluster that was killed as a whole is back in half a minute.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly HttpClient _http;
    readonly Uri _server;
    readonly CancellationToken _cancellation;
    bool _reached;

    public ServerLink(Uri server, string? apiKey, CancellationToken cancellation)
    {
        (_server, _cancellation) = (server, cancellation);
        var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10), AllowAutoRedirect = false };
        _http = new(handler) { BaseAddress = new(server.ToString().TrimEnd('/') + "/api/v1/"), Timeout = Timeout.InfiniteTimeSpan };
        if (apiKey is not null) _http.DefaultRequestHeaders.Authorization = new("Bearer", apiKey);
    }

    /// <summary>The server's address.</summary>
    public string Server => _server.ToString().TrimEnd('/');

    /// <summary>Asks for something that is there.</summary>
    public async Task<Checked<T>> GetAsync<T>(string path) where T : class =>
        await AskAsync<T>(HttpMethod.Get, path, null) ?? throw Unreadable("it is not ready");

    /// <summary>Asks for something that may take a while.</summary>
    /// <returns>Null when it does.</returns>
    public Task<Checked<T>?> TryGetAsync<T>(string path) where T : class => AskAsync<T>(HttpMethod.Get, path, null);

    /// <summary>Has something done.</summary>
    public async Task<Checked<T>> PostAsync<T>(string path, object? body = null) where T : class =>
        await AskAsync<T>(HttpMethod.Post, path, body) ?? throw Unreadable("it is not ready");

    /// <summary>A text as part of an address.</summary>
    public static string In(string text) => Uri.EscapeDataString(text);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    async Task<Checked<T>?> AskAsync<T>(HttpMethod method, string path, object? body) where T : class
    {
        var until = TimeProvider.System.GetUtcNow() + Patience;
        while (true)
        {
            var patient = TimeProvider.System.GetUtcNow() < until;
            var late = !_reached || !patient;
            try
            {
                using var request = new HttpRequestMessage(method, path) { Content = ContentOf(method, body) };
                using var response = await _http.SendAsync(request, _cancellation);
                var waits = response.StatusCode is HttpStatusCode.TooManyRequests
                    ? patient
                    : response.StatusCode is HttpStatusCode.ServiceUnavailable && !late;
                if (!waits) return await ReadAsync<T>(response);
            }
            catch (HttpRequestException error) when (!late && (method == HttpMethod.Get || NotEvenAsked(error)))
            {
                // It restarts, most likely: what it had committed is there when it is back.
            }
            catch (HttpRequestException error)
            {
                throw Unreachable(error);
            }

            await Task.Delay(Between, _cancellation);
        }
    }

    static bool NotEvenAsked(HttpRequestException error) => error.HttpRequestError is HttpRequestError.ConnectionError;

    static JsonContent? ContentOf(HttpMethod method, object? body) =>
        method == HttpMethod.Post ? JsonContent.Create(body ?? new object(), options: ApiJson.Options) : null;

    async Task<Checked<T>?> ReadAsync<T>(HttpResponseMessage response) where T : class
    {
        CheckVersion(response.Headers);
        if (response.StatusCode is HttpStatusCode.Accepted) return null;
        try
        {
            if (response.IsSuccessStatusCode)
            {
                var value = await response.Content.ReadFromJsonAsync<T>(ApiJson.Options, _cancellation);
                _reached = true;
                return new(value ?? throw new JsonException("null"));
            }

            var refused = await response.Content.ReadFromJsonAsync<Refused>(ApiJson.Options, _cancellation);
            if (refused is not { Problems: { IsDefaultOrEmpty: false } problems }) throw new JsonException("no problems");
            return response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity
                ? new(problems)
                : throw new ServerProblem([.. problems.Select(problem => problem with { Where = problem.Where ?? Server })]);
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            throw Unreadable($"{(int)response.StatusCode}, {error.Message}");
        }
    }

    void CheckVersion(HttpResponseHeaders headers)
    {
        var theirs = headers.TryGetValues(ApiVersion.Header, out var values) ? values.First() : null;
        if (theirs is null)
            throw new ServerProblem([new("What answers there is no NaturalThoughts server.", Server,
                Fix: "Correct the address; a server is started with `naturalthoughts serve`.")]);
        if (theirs != ApiVersion.Current)
            throw new ServerProblem([new(
                $"The server is version {Display.Line(theirs, 40)}, this command is {ApiVersion.Current}.", Server,
                Fix: "Use the same version on both sides.")]);
    }

    ServerProblem Unreachable(HttpRequestException error) => new([new(
        $"The server cannot be reached: {error.GetBaseException().Message}", Server,
        Fix: "See that it runs (`naturalthoughts serve`), and that the address in `--server` or NATURALTHOUGHTS_SERVER is right.")]);

    ServerProblem Unreadable(string why) => new([new($"The server's answer does not read ({why}).", Server)]);

    sealed record Refused(ImmutableArray<Problem> Problems);
}
