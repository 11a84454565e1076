using System.Net;
using NaturalThoughts.Server.Access;
using NaturalThoughts.Server.Configuration;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Access;

public sealed class BrowserSessionTests
{
    const string Change = """{"reason": "http-502"}""";

    static readonly string Key = ApiKey.Fresh();

    [Fact]
    public async Task Begin_ByKey_OpensWhatLooksForTwelveHoursWithoutUse()
    {
        await using var host = await HostAsync();
        var cookie = await BeginAsync(host, Key);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(host, cookie)).Status);
        // A page of another site could have this sent.
        (await AskAsync(host, cookie, Change)).Problem(HttpStatusCode.Unauthorized);
        host.Time.Advance(TimeSpan.FromHours(11));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(host, cookie)).Status);
        host.Time.Advance(TimeSpan.FromHours(2));
        (await AskAsync(host, cookie)).Problem(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("")]
    [InlineData("another key")]
    [InlineData("another role")]
    public async Task Begin_KeyTakenBackSince_OpensNothing(string then)
    {
        await using var host = await HostAsync();
        var cookie = await BeginAsync(host, Key);
        await File.WriteAllLinesAsync(Keys(host.Root), [
            KeysFile.LineOf("bob", Role.Viewer, ApiKey.Fresh()),
            .. then.Length == 0 ? Array.Empty<string>()
                : [KeysFile.LineOf("ada", then == "another role" ? Role.Viewer : Role.Operator, then == "another key" ? ApiKey.Fresh() : Key)],
        ]);
        host.Time.Advance(CurrentKeys.Every);
        (await AskAsync(host, cookie)).Problem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Begin_WrongKey_IsRefusedAndWrittenDown()
    {
        await using var host = await HostAsync();
        var answer = await LogInAsync(host, "not-a-key-of-anybody");
        Assert.Contains("The server knows no such key.", answer.Text, StringComparison.Ordinal);
        Assert.Null(answer.Header("Set-Cookie"));
        Assert.DoesNotContain("not-a-key", Assert.Single(await host.AuditedAsync(1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Begin_ByToken_EndsWithIt()
    {
        await using var issuer = await TokenServer.StartAsync();
        await using var host = await HostAsync(new(
            new(issuer.Issuer), TokenServer.Audience, "roles", "naturalthoughts-viewer", "naturalthoughts-operator"));
        Assert.Contains("gives no role", (await LogInAsync(host, issuer.Token(["else"]))).Text, StringComparison.Ordinal);
        var until = DateTimeOffset.UtcNow.AddHours(1);
        var cookie = await BeginAsync(host, issuer.Token(["naturalthoughts-viewer"], token => token.Expires = until.UtcDateTime));
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(host, cookie)).Status);
        host.Time.Advance(until - host.Time.GetUtcNow() + TimeSpan.FromSeconds(1));
        (await AskAsync(host, cookie)).Problem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Admits_TokenWhoseTimeIsUp_NotEvenWhereAPageStaysOpen()
    {
        await using var issuer = await TokenServer.StartAsync();
        await using var host = await HostAsync(new(
            new(issuer.Issuer), TokenServer.Audience, "roles", "naturalthoughts-viewer", "naturalthoughts-operator"));
        var until = host.Time.GetUtcNow().AddHours(1);
        var caller = Caller.Of((new Caller("ada", Role.Operator, Caller.Token) { Until = until }).ToPrincipal())!;
        Assert.True(host.Keys.Admits(caller));
        host.Time.Advance(TimeSpan.FromHours(1));
        Assert.False(host.Keys.Admits(caller));
    }

    static async Task<DoorHost> HostAsync(OidcSettings? oidc = null) => await DoorHost.StartAsync((http, root) =>
    {
        File.WriteAllText(Keys(root), KeysFile.LineOf("ada", Role.Operator, Key) + "\n");
        return http with { KeysFile = Keys(root), Oidc = oidc };
    });

    static string Keys(string root) => Path.Combine(root, "keys");

    static Task<Answer> LogInAsync(DoorHost host, string secret) =>
        host.AskAsync(body: "", path: $"/log-in?secret={Uri.EscapeDataString(secret)}");

    static async Task<string> BeginAsync(DoorHost host, string secret)
    {
        var cookie = (await LogInAsync(host, secret)).Header("Set-Cookie")!;
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(secret, cookie, StringComparison.Ordinal);
        return cookie.Split(';')[0];
    }

    static Task<Answer> AskAsync(DoorHost host, string cookie, string? body = null) => host.AskAsync(body: body, headers: ("Cookie", cookie));
}
