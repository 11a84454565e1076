using System.Net;
using System.Net.Sockets;
using System.Text;
using NaturalThoughts.Inference.Endpoints;

namespace NaturalThoughts.Inference.Tests.Support;

/// <summary>Answers one connection with the bytes it is given, and closes it: for what no web server would send.</summary>
sealed class RawServer : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly Task _answering;

    public RawServer(string answer)
    {
        _listener.Start();
        _answering = AnswerAsync(answer);
    }

    public HttpEndpoint Endpoint => new(
        Make.Http, EndpointAddress.Parse($"http://{_listener.LocalEndpoint}", "test").Value!, null, TimeProvider.System);

    /// <summary>A chunked answer that breaks off within its body.</summary>
    public static string BrokenOff(string body) =>
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
        + $"{Encoding.UTF8.GetByteCount(body):x}\r\n{body}\r\n";

    public async ValueTask DisposeAsync()
    {
        await _answering;
        _listener.Dispose();
    }

    async Task AnswerAsync(string answer)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        var request = "";
        var buffer = new byte[4096];
        // The body is one JSON object that ends so; reading all of it keeps the close from becoming a reset.
        while (!request.EndsWith("\"include_usage\":true}}", StringComparison.Ordinal))
            request += Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer));
        await stream.WriteAsync(Encoding.UTF8.GetBytes(answer));
    }
}
