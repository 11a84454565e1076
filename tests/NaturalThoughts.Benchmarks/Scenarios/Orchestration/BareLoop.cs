using System.Net;
using System.Text;

namespace NaturalThoughts.Benchmarks.Scenarios.Orchestration;

/// <summary>What somebody writes in an afternoon: workers that ask for one completion after the other.</summary>
/// <param name="address">The model server's.</param>
/// <param name="take">What is done with a completion, of which the number is given; null: it is read to its end.</param>
sealed class BareLoop(string address, Func<Stream, long, Task>? take = null)
{
    /// <summary>How many ask at once: what an endpoint is given slots for.</summary>
    public const int Workers = 256;

    readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AutomaticDecompression = DecompressionMethods.None });
    long _asked;
    long _done;

    /// <summary>Completions so far.</summary>
    public long Done => Interlocked.Read(ref _done);

    /// <summary>Asks until it is told to stop; what is under way is ended.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(() => WorkAsync(stop))));

    /// <summary>Asks so many times at once.</summary>
    public Task AskAsync(int times) => Task.WhenAll(Enumerable.Range(0, times).Select(_ => Task.Run(AskAsync)));

    async Task WorkAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested) await AskAsync();
    }

    async Task AskAsync()
    {
        var number = Interlocked.Increment(ref _asked);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{address}/v1/chat/completions") { Content = Question(number) };
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await using var body = await response.Content.ReadAsStreamAsync();
        await (take is null ? body.CopyToAsync(Stream.Null) : take(body, number));
        Interlocked.Increment(ref _done);
    }

    static StringContent Question(long number) => new(
        $$"""{"model":"teach","messages":[{"role":"user","content":"What is {{number}} times {{number + 7}}?"}],"stream":true}""",
        Encoding.UTF8, "application/json");
}
