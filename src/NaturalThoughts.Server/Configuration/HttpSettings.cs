using System.Collections.Immutable;

namespace NaturalThoughts.Server.Configuration;

/// <summary>The HTTP interface.</summary>
/// <param name="Urls">Where it listens.</param>
/// <param name="ApiKey">A key that opens everything; null: there is none.</param>
/// <param name="Folders">Absolute folders in which specs may name files.</param>
public sealed record HttpSettings(ImmutableArray<string> Urls, ApiKey? ApiKey, ImmutableArray<string> Folders)
{
    /// <summary>Requests of one caller that are answered in a second, where nothing else is said.</summary>
    public const int DefaultRequestsPerSecond = 50;

    /// <summary>The absolute path of a file with further keys; null: there is none.</summary>
    public string? KeysFile { get; init; }

    /// <summary>Whose tokens are taken; null: nobody's.</summary>
    public OidcSettings? Oidc { get; init; }

    /// <summary>The absolute path of the file in which changes are written down; null: files in the root, one a month and machine.
    /// </summary>
    public string? AuditFile { get; init; }

    /// <summary>Requests of one caller that are answered in a second.</summary>
    public int RequestsPerSecond { get; init; } = DefaultRequestsPerSecond;

    /// <summary>Whether callers have to say who they are; else it listens on loopback only.</summary>
    public bool AsksWho => ApiKey is not null || KeysFile is not null || Oidc is not null;
}

/// <summary>Whose tokens are taken (OpenID Connect), and what they say about roles.</summary>
/// <param name="Authority">The issuer's address, below which its discovery document lies.</param>
/// <param name="Audience">What tokens must be meant for.</param>
/// <param name="RoleClaim">The claim that holds roles.</param>
/// <param name="Viewer">Its value for those who may look.</param>
/// <param name="Operator">Its value for those who may change.</param>
public sealed record OidcSettings(Uri Authority, string Audience, string RoleClaim, string Viewer, string Operator);
