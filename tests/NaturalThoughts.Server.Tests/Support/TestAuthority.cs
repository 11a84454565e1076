using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace NaturalThoughts.Server.Tests.Support;

/// <summary>A certificate authority of a test's own, and one certificate of it for this machine.</summary>
sealed class TestAuthority
{
    /// <summary>Makes them in a folder.</summary>
    public TestAuthority(string folder)
    {
        (CaFile, CertificateFile, KeyFile) =
            (Path.Combine(folder, "ca.pem"), Path.Combine(folder, "certificate.pem"), Path.Combine(folder, "key.pem"));
        using var key = RSA.Create(2048);
        var root = new CertificateRequest("CN=Authority of the tests", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var (from, until) = (DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var authority = root.CreateSelfSigned(from, until);
        using var localKey = RSA.Create(2048);
        var local = new CertificateRequest("CN=localhost", localKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        local.CertificateExtensions.Add(names.Build());
        using var certificate = local.Create(authority, from, until, [1]);
        File.WriteAllText(CaFile, authority.ExportCertificatePem());
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile, localKey.ExportPkcs8PrivateKeyPem());
    }

    public string CaFile { get; }

    public string CertificateFile { get; }

    public string KeyFile { get; }

    /// <summary>What a Redis is told so that it speaks TLS.</summary>
    /// <param name="port">The port for it.</param>
    /// <param name="wantsCertificate">Whether clients have to show a certificate, too.</param>
    public string[] Redis(int port, bool wantsCertificate) =>
    [
        "--tls-port", $"{port}", "--tls-cert-file", CertificateFile, "--tls-key-file", KeyFile, "--tls-ca-cert-file", CaFile,
        "--tls-auth-clients", wantsCertificate ? "yes" : "no",
    ];
}
