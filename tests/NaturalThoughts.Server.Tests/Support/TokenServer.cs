using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace NaturalThoughts.Server.Tests.Support;

/// <summary>An issuer of tokens with a key of its own.</summary>
sealed class TokenServer : IAsyncDisposable
{
    public const string Audience = "naturalthoughts";

    readonly WebApplication _app;
    readonly RsaSecurityKey _key = new(RSA.Create(2048)) { KeyId = Guid.NewGuid().ToString("N") };

    TokenServer(WebApplication app) => _app = app;

    public string Issuer => _app.Urls.First();

    /// <summary>Starts one.</summary>
    public static async Task<TokenServer> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddLogging().AddRoutingCore();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new TokenServer(app);
        app.UseRouting();
        app.MapGet("/.well-known/openid-configuration", () => new { issuer = server.Issuer, jwks_uri = $"{server.Issuer}/jwks" });
        app.MapGet("/jwks", () => new { keys = new[] { server.PublicKey() } });
        await app.StartAsync();
        return server;
    }

    /// <summary>A token that it issues.</summary>
    /// <param name="roles">What its claim `roles` says.</param>
    /// <param name="change">What is to be different.</param>
    public string Token(string[] roles, Action<SecurityTokenDescriptor>? change = null)
    {
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Issuer, Audience = Audience, Expires = DateTime.UtcNow.AddHours(1), NotBefore = DateTime.UtcNow.AddHours(-2),
            IssuedAt = DateTime.UtcNow.AddHours(-2),
            Claims = new Dictionary<string, object> { ["sub"] = "ada@example.org", ["roles"] = roles },
            SigningCredentials = new(_key, SecurityAlgorithms.RsaSha256),
        };
        change?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    /// <summary>Its public key as somebody's shared secret.</summary>
    public SigningCredentials AsSecret() => new(
        new SymmetricSecurityKey(_key.Rsa.ExportSubjectPublicKeyInfo()) { KeyId = _key.KeyId }, SecurityAlgorithms.HmacSha256);

    /// <summary>Credentials that are not its own, under the name of its own.</summary>
    public SigningCredentials Forged() => new(new RsaSecurityKey(RSA.Create(2048)) { KeyId = _key.KeyId }, SecurityAlgorithms.RsaSha256);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    object PublicKey()
    {
        var numbers = _key.Rsa.ExportParameters(includePrivateParameters: false);
        return new
        {
            kty = "RSA", use = "sig", kid = _key.KeyId, alg = "RS256", n = Base64UrlEncoder.Encode(numbers.Modulus),
            e = Base64UrlEncoder.Encode(numbers.Exponent),
        };
    }
}
