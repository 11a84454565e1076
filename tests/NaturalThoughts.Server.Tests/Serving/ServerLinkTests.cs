using System.Net;
using System.Net.Sockets;
using System.Text;
using NaturalThoughts.Server.Api;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Serving;

/// <summary>Commands that are to ask a server, and what they find there.</summary>
public sealed class ServerLinkTests
{
    [Fact]
    public async Task Command_NobodyThere_SaysWhatToDo()
    {
        var (exitCode, said) = await CommandProcess.RunAsync(
            Path.GetTempPath(), new Dictionary<string, string>(), "status", "--server", "http://127.0.0.1:1");

        Assert.Equal(1, exitCode);
        Assert.Contains("The server cannot be reached", said, StringComparison.Ordinal);
        Assert.Single(said.TrimEnd().Split('\n'));
    }

    [Theory]
    [InlineData("NaturalThoughts-Version: 99.0.0\r\n", "The server is version 99.0.0")]
    [InlineData("NaturalThoughts-Version: 0.1.0-rc.1\r\n", "The server is version 0.1.0-rc.1")]
    [InlineData("", "no NaturalThoughts server")]
    public async Task Command_AnotherProgramThere_SaysSo(string header, string words)
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var answering = AnswerAsync(other, header);

        var (exitCode, said) = await CommandProcess.RunAsync(
            Path.GetTempPath(), new Dictionary<string, string>(), "status", "--server", $"http://{other.LocalEndpoint}");

        await answering;
        Assert.Equal(1, exitCode);
        Assert.Contains(words, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_KeyOfModelServersIsSet_IsNotSentToTheServer()
    {
        const string key = "a-key-of-model-servers";
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var answering = AnswerAsync(other, "");

        await CommandProcess.RunAsync(Path.GetTempPath(),
            new Dictionary<string, string> { ["NATURALTHOUGHTS_API_KEY"] = key }, "status", "--server", $"http://{other.LocalEndpoint}");

        var asked = await answering;
        Assert.StartsWith("GET /api/v1/", asked, StringComparison.Ordinal);
        Assert.DoesNotContain(key, asked, StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", asked, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Command_ServerHasTooManyRequests_AsksAgain()
    {
        using var busy = new TcpListener(IPAddress.Loopback, 0);
        busy.Start();
        var answering = AnswersAsync();

        var (exitCode, said) = await CommandProcess.RunAsync(
            Path.GetTempPath(), new Dictionary<string, string>(), "status", "--json", "--server", $"http://{busy.LocalEndpoint}");

        await answering;
        Assert.True(exitCode == 0, said);

        async Task AnswersAsync()
        {
            await AnswerAsync(busy, "", "429 Too Many Requests");
            await AnswerAsync(busy, $"{ApiVersion.Header}: {ApiVersion.Current}\r\n", body: """{"root": "/r", "runs": []}""");
        }
    }

    static async Task<string> AnswerAsync(TcpListener listener, string header, string status = "200 OK", string body = "{}")
    {
        using var caller = await listener.AcceptTcpClientAsync();
        var stream = caller.GetStream();
        var asked = new byte[4096];
        var length = await stream.ReadAsync(asked);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 {status}\r\n{header}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"));
        return Encoding.ASCII.GetString(asked, 0, length);
    }
}
