using System.Net.Sockets;

namespace NaturalThoughts.Inference.Tests.Support;

/// <summary>The way to all servers, which can be cut: then nobody listens.</summary>
sealed class Wire() : DelegatingHandler(new SocketsHttpHandler())
{
    public bool Cut { get; set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Cut
        ? throw new HttpRequestException(
            HttpRequestError.ConnectionError, "Connection refused", new SocketException((int)SocketError.ConnectionRefused))
        : base.SendAsync(request, cancellationToken);
}
