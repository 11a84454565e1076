using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Server.Access;
using NaturalThoughts.Server.Api;
using NaturalThoughts.Server.Configuration;
using NaturalThoughts.Server.Drain;
using NaturalThoughts.Server.Hosting;

namespace NaturalThoughts.Server.Tests.Support;

/// <summary>All that a request passes through, before an interface of a few addresses and no silo.</summary>
sealed class DoorHost : IAsyncDisposable
{
    readonly DirectoryInfo _folder;
    readonly WebApplication _app;
    readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false });

    DoorHost(DirectoryInfo folder, WebApplication app) => (_folder, _app) = (folder, app);

    /// <summary>The folder of runs.</summary>
    public string Root => _folder.FullName;

    public string Url => _app.Urls.First();

    public FakeTimeProvider Time { get; private init; } = new();

    /// <summary>Holds back what pausing a run is answered with.</summary>
    public required TaskCompletionSource Answers { get; init; }

    /// <summary>Lines that were written down so far.</summary>
    public string[] Audited => [.. Directory.Exists(Path.Combine(Root, ".audit"))
        ? Directory.GetFiles(Path.Combine(Root, ".audit")).SelectMany(File.ReadAllLines) : []];

    /// <summary>Starts one.</summary>
    /// <param name="told">The settings, from those that nobody told, and the folder of runs.</param>
    public static async Task<DoorHost> StartAsync(Func<HttpSettings, string, HttpSettings> told)
    {
        var folder = Directory.CreateTempSubdirectory("naturalthoughts-door-");
        var time = new FakeTimeProvider(new(2026, 11, 23, 6, 0, 0, TimeSpan.Zero));
        var builder = WebApplication.CreateEmptyBuilder(new());
        var settings = new ServeSettings
        {
            Root = folder.FullName, Folder = folder.FullName, Cluster = new("c", "s"), Silo = new(0, 0, null), Grace = TimeSpan.Zero,
            Http = told(new([], null, [folder.FullName]), folder.FullName),
        };
        builder.Services.AddLogging().AddSingleton(settings).AddSingleton<TimeProvider>(time).AddSingleton<Departure>();
        builder.Services.AddDoor(settings);
        builder.Services.AddApi();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.UseRouting();
        app.UseDoor();
        app.MapGet("/health/live", () => "ok");
        app.MapPost(BrowserSession.LogInPath, (string secret, CurrentKeys keys, HttpContext context) =>
            BrowserSession.BeginAsync(context, secret, settings.Http, keys));
        app.MapGet("/api/v1/runs/{run}", (string run, int most = 1) => new { run, most });
        app.MapPost("/api/v1/runs/{run}", (string run, RetryOrder order) => new { run, order.Reason });
        app.MapPost("/api/v1/previews", (RetryOrder order) => new { order.Reason }).ThatOnlyLooks();
        var answers = new TaskCompletionSource();
        app.MapPost("/api/v1/runs/{run}/pause", async (string run) =>
        {
            await answers.Task;
            return new { run };
        });
        await app.StartAsync();
        return new(folder, app) { Time = time, Answers = answers };
    }

    /// <summary>Asks it.</summary>
    /// <param name="token">A key or a token.</param>
    /// <param name="body">JSON; with one it is a POST.</param>
    /// <param name="path">Where.</param>
    /// <param name="headers">Further ones.</param>
    public async Task<Answer> AskAsync(
        string? token = null, string? body = null, string path = "/api/v1/runs/first", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, Url + path);
        if (body is not null) request.Content = new StringContent(body, new MediaTypeHeaderValue("application/json"));
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request);
        return await Answer.OfAsync(response);
    }

    /// <summary>The keys it lets people in by.</summary>
    public CurrentKeys Keys => _app.Services.GetRequiredService<CurrentKeys>();

    /// <summary>From now on it takes no new work.</summary>
    public void Leave() => _app.Services.GetRequiredService<Departure>().Begin();

    /// <summary>Waits until so many lines are written down: a line follows the answer.</summary>
    public async Task<string[]> AuditedAsync(int lines)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (Audited.Length < lines) await Task.Delay(10, patience.Token);
        return Audited;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
