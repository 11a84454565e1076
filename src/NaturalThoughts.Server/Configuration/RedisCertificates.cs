using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StackExchange.Redis;

namespace NaturalThoughts.Server.Configuration;

/// <summary>What a TLS connection to Redis needs where the machine's own authorities do not do.</summary>
/// <param name="Authorities">Who alone may have signed the server's certificate; null: those the machine trusts.</param>
/// <param name="Own">What this side shows; null: nothing.</param>
sealed record RedisCertificates(X509Certificate2Collection? Authorities, X509Certificate2? Own)
{
    /// <summary>Whether there is anything.</summary>
    public bool Any => Authorities is not null || Own is not null;

    /// <summary>Reads the files that are named.</summary>
    public static RedisCertificates Read(SettingsReader reader)
    {
        var authorities = reader.FullPath(ServeKeys.RedisCaFile) is { } ca
            ? Tried(reader, ServeKeys.RedisCaFile, ca, () => AuthoritiesOf(ca))
            : null;
        var (certificate, key) = (reader.FullPath(ServeKeys.RedisCertificateFile), reader.FullPath(ServeKeys.RedisKeyFile));
        if (key is not null && certificate is null)
            reader.Report(new("A key has no certificate.", ServeKeys.RedisCertificateFile, Expected: "the PEM file with its certificate"));
        var own = certificate is null ? null
            : Tried(reader, ServeKeys.RedisCertificateFile, certificate, () => X509Certificate2.CreateFromPemFile(certificate, key));
        return new(authorities, own);
    }

    /// <summary>Has connections use them.</summary>
    public void AddTo(ConfigurationOptions options)
    {
        if (!Any) return;
        options.SslClientAuthenticationOptions = host => new()
        {
            TargetHost = host,
            EnabledSslProtocols = options.SslProtocols ?? default,
            CertificateRevocationCheckMode = options.CheckCertificateRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck,
            ClientCertificates = Own is null ? null : [Own],
            CertificateChainPolicy = Authorities is null ? null : PolicyOf(Authorities),
        };
    }

    // Authorities of one's own seldom publish what they revoked.
    static X509ChainPolicy PolicyOf(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    static X509Certificate2Collection AuthoritiesOf(string file)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities.Count > 0 ? authorities : throw new CryptographicException("It holds no certificate.");
    }

    static T? Tried<T>(SettingsReader reader, string key, string file, Func<T> read) where T : class
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            reader.Report(new($"The file cannot be read: {error.Message}", $"{key} ({file})",
                Expected: "certificates as PEM; a key without a password, in the same file or in the one `Redis:KeyFile` names"));
            return null;
        }
    }
}
