using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace NaturalThoughts.Server.Access;

/// <summary>Who asks.</summary>
/// <param name="Name">The key's name, or the token's subject.</param>
/// <param name="Role">What they may do.</param>
/// <param name="By">How they are known: <c>key</c>, <c>token</c> or <c>local</c>.</param>
sealed record Caller(string Name, Role Role, string By)
{
    const string StampClaim = "stamp";

    /// <summary>Known by a key.</summary>
    public const string Key = "key";

    /// <summary>Known by a token.</summary>
    public const string Token = "token";

    /// <summary>Of a key, what tells it from another one that the same name had or will have; gives nothing of it away.</summary>
    public string? Stamp { get; init; }

    /// <summary>Anybody on this machine, where nobody is asked who they are.</summary>
    public static Caller Local { get; } = new("local", Role.Operator, "local");

    /// <summary>The caller a request is known to come from; null where it is not.</summary>
    public static Caller? Of(ClaimsPrincipal user) =>
        user.Identity is ClaimsIdentity { IsAuthenticated: true, Name: { } name, AuthenticationType: { } by }
        && Enum.TryParse<Role>(user.FindFirstValue(ClaimTypes.Role), out var role)
            ? new(name, role, by) { Stamp = user.FindFirstValue(StampClaim) } : null;

    /// <summary>By what callers are told apart where they are counted: who they are, or their address where nobody knows.</summary>
    public static string KeyOf(HttpContext context) =>
        Of(context.User) is { } caller ? $"{caller.By} {caller.Name}" : $"address {context.Connection.RemoteIpAddress}";

    /// <summary>As the framework knows callers.</summary>
    public ClaimsPrincipal ToPrincipal() =>
        new(new ClaimsIdentity(
            [new(ClaimTypes.Name, Name), new(ClaimTypes.Role, Role.ToString()),
                .. Stamp is null ? [] : new Claim[] { new(StampClaim, Stamp) }], By));
}
