using System.Diagnostics;
using System.Globalization;

namespace NaturalThoughts.Benchmarks.Scenarios.Orchestration;

/// <summary>A model server in a process of its own: one latency, and <see cref="Answers"/> in turn.</summary>
sealed class AnswerServer : IAsyncDisposable
{
    readonly Process _process;

    AnswerServer(Process process, string address) => (_process, Address) = (process, address);

    /// <summary>Where it listens: <c>http://127.0.0.1:40001</c>.</summary>
    public string Address { get; }

    /// <summary>Starts one.</summary>
    /// <param name="latency">How long an answer takes.</param>
    /// <param name="answers">What it says.</param>
    public static async Task<AnswerServer> StartAsync(TimeSpan latency, Answers answers)
    {
        int[] arguments = [(int)latency.TotalMilliseconds, answers.Count, answers.Chars, answers.ChunkChars];
        var process = Process.Start(new ProcessStartInfo("dotnet",
            [
                "exec", typeof(AnswerServer).Assembly.Location, "answer",
                .. arguments.Select(argument => argument.ToString(CultureInfo.InvariantCulture)),
            ])
        { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        var address = await process.StandardOutput.ReadLineAsync();
        return new(process, address ?? throw new InvalidOperationException("The server did not start."));
    }

    /// <summary>Is one, until nothing more can come from who started it.</summary>
    /// <param name="latency">Milliseconds.</param>
    /// <param name="answers">What it says.</param>
    public static async Task RunAsync(int latency, Answers answers)
    {
        var bodies = answers.Bodies().ToArray();
        var next = 0;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(async context =>
        {
            if (context.Request.Method == HttpMethods.Get)
            {
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("""{"object":"list","data":[{"id":"teach","object":"model"}]}""");
                return;
            }

            await context.Request.Body.CopyToAsync(Stream.Null);
            if (latency > 0) await Task.Delay(latency);
            context.Response.ContentType = "text/event-stream; charset=utf-8";
            await context.Response.Body.WriteAsync(bodies[(uint)Interlocked.Increment(ref next) % bodies.Length]);
        });
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await Console.In.ReadToEndAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
