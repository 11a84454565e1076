using System.Net;
using NaturalThoughts.Server.Configuration;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Access;

public sealed class OidcTests : IAsyncLifetime
{
    const string Change = """{"reason": "http-502"}""";
    const string Key = "a-key-of-the-tests-0123456789";

    TokenServer _issuer = null!;

    public async ValueTask InitializeAsync() => _issuer = await TokenServer.StartAsync();

    public ValueTask DisposeAsync() => _issuer.DisposeAsync();

    [Fact]
    public async Task Ask_ByRole_IsAnsweredOrRefused()
    {
        await using var host = await HostAsync();
        var viewer = _issuer.Token(["naturalthoughts-viewer"]);
        var both = _issuer.Token(["else", "naturalthoughts-viewer", "naturalthoughts-operator"]);

        Assert.Equal(HttpStatusCode.OK, (await host.AskAsync(viewer)).Status);
        (await host.AskAsync(viewer, Change)).Problem(HttpStatusCode.Forbidden);
        Assert.Equal(HttpStatusCode.OK, (await host.AskAsync(both, Change)).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.AskAsync(Key, Change)).Status);
        (await host.AskAsync()).Problem(HttpStatusCode.Unauthorized);
        Assert.Contains(await host.AuditedAsync(4), line =>
            line.Contains("\"who\":\"ada@example.org\",\"by\":\"token\",\"role\":\"operator\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ask_TokenThatOpensNothing_SaysWhy()
    {
        await using var host = await HostAsync();
        string[] may = ["naturalthoughts-operator"];

        await RefusedAsync("has expired", _issuer.Token(may, token => token.Expires = DateTime.UtcNow.AddHours(-1)));
        await RefusedAsync("not valid yet", _issuer.Token(may, token => token.NotBefore = DateTime.UtcNow.AddMinutes(30)));
        await RefusedAsync("would never expire", _issuer.Token(may, token => token.Expires = null));
        await RefusedAsync("another audience", _issuer.Token(may, token => token.Audience = "somebody-else"));
        await RefusedAsync("another audience", _issuer.Token(may, token => token.Audience = null));
        await RefusedAsync("another issuer", _issuer.Token(may, token => token.Issuer = "https://evil.example"));
        await RefusedAsync("not signed by its issuer", _issuer.Token(may, token => token.SigningCredentials = _issuer.Forged()));
        await RefusedAsync("not signed by its issuer", _issuer.Token(may, token => token.SigningCredentials = _issuer.AsSecret()));
        await RefusedAsync("not signed by its issuer", _issuer.Token(may, token => token.SigningCredentials = null));
        await RefusedAsync("whose it is", _issuer.Token(may, token => token.Claims.Remove("sub")));
        await RefusedAsync("does not read", "a.b.c");
        await RefusedAsync("gives no role", _issuer.Token([]), HttpStatusCode.Forbidden);
        await RefusedAsync("gives no role", _issuer.Token(["admin"]), HttpStatusCode.Forbidden);
        await RefusedAsync("The API key is not the server's.", "no-token");

        async Task RefusedAsync(string words, string token, HttpStatusCode status = HttpStatusCode.Unauthorized) =>
            Assert.Contains(words, (await host.AskAsync(token)).Problem(status).What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_RolesByOtherNames_AreThoseOfTheSettings()
    {
        await using var host = await HostAsync(oidc => oidc with { RoleClaim = "groups", Operator = "curators" });

        var token = _issuer.Token([], made => made.Claims["groups"] = new[] { "curators" });

        Assert.Equal(HttpStatusCode.OK, (await host.AskAsync(token, Change)).Status);
        (await host.AskAsync(_issuer.Token(["curators"]))).Problem(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Ask_IssuerAway_SaysSoAndGoesOnWithKeys()
    {
        await using var host = await HostAsync(oidc => oidc with { Authority = new("http://127.0.0.1:1/") });

        var refused = (await host.AskAsync(_issuer.Token(["naturalthoughts-operator"]))).Problem(HttpStatusCode.ServiceUnavailable);

        Assert.Contains("cannot be asked", refused.What, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await host.AskAsync(Key)).Status);
    }

    Task<DoorHost> HostAsync(Func<OidcSettings, OidcSettings>? change = null)
    {
        var oidc = new OidcSettings(
            new(_issuer.Issuer), TokenServer.Audience, "roles", "naturalthoughts-viewer", "naturalthoughts-operator");
        return DoorHost.StartAsync((settings, _) => settings with { ApiKey = new(Key), Oidc = change?.Invoke(oidc) ?? oidc });
    }
}
