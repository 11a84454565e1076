using System.Net;
using Microsoft.AspNetCore.Http;
using NaturalThoughts.Server.Access;

namespace NaturalThoughts.Server.Configuration;

/// <summary>Reads and checks where HTTP listens and who may ask.</summary>
static class HttpSettingsReader
{
    const string DefaultUrl = "http://127.0.0.1:8080";
    const int MostRequestsPerSecond = 100_000;

    /// <summary>The settings; the reader is told what does not read.</summary>
    public static HttpSettings Read(SettingsReader reader, string root, string folder)
    {
        var key = reader.Secret(ServeKeys.HttpApiKey, ServeKeys.HttpApiKeyFile);
        if (key is not null && key.Length < ApiKey.Shortest)
            reader.Report(new("The API key can be guessed.", ServeKeys.HttpApiKey,
                Expected: $"at least {ApiKey.Shortest} characters", Fix: "For example `openssl rand -hex 32`."));
        var keysFile = reader.FullPath(ServeKeys.HttpKeysFile);
        if (keysFile is not null)
        {
            var keys = KeysFile.Read(keysFile);
            foreach (var problem in keys is { Ok: true, Value.Keys.IsEmpty: true } ? [KeysFile.Empty(keysFile)] : keys.Problems)
                reader.Report(problem with { Where = $"{ServeKeys.HttpKeysFile} ({problem.Where})" });
        }

        var urls = reader.List(ServeKeys.HttpUrls) is { IsEmpty: false } given ? given : [DefaultUrl];
        // Whoever names one means to ask callers, whether or not what they name can be read.
        var asksWho = key is not null || keysFile is not null
            || reader.Text(ServeKeys.HttpApiKeyFile) is not null || reader.Text(ServeKeys.HttpOidcAuthority) is not null;
        foreach (var url in urls) CheckUrl(reader, url, asksWho);
        var folders = reader.List(ServeKeys.HttpFolders) is { IsEmpty: false } several ? several : [folder, root];
        return new(urls, key is null ? null : new ApiKey(key), [.. folders.Select(path => Path.GetFullPath(path, folder)).Distinct()])
        {
            KeysFile = keysFile,
            Oidc = Oidc(reader),
            AuditFile = AuditFile(reader),
            RequestsPerSecond = reader.Whole(ServeKeys.HttpRequestsPerSecond, 1, MostRequestsPerSecond)
                ?? HttpSettings.DefaultRequestsPerSecond,
        };
    }

    static string? AuditFile(SettingsReader reader)
    {
        if (reader.FullPath(ServeKeys.HttpAuditFile) is not { } file) return null;
        try
        {
            GrowingFile.Add(file, []);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            reader.Report(new($"Nothing can be written down there: {error.Message}", ServeKeys.HttpAuditFile,
                Fix: "Correct the path, or the folder's permissions."));
        }

        return file;
    }

    static OidcSettings? Oidc(SettingsReader reader)
    {
        var (authority, audience) = (reader.Text(ServeKeys.HttpOidcAuthority), reader.Text(ServeKeys.HttpOidcAudience));
        var roles = (
            Claim: reader.Text(ServeKeys.HttpOidcRoleClaim), Viewer: reader.Text(ServeKeys.HttpOidcViewer),
            Operator: reader.Text(ServeKeys.HttpOidcOperator));
        if (authority is null)
        {
            if (audience is not null || roles is not (null, null, null))
                reader.Report(new("Tokens have an audience or roles, but nobody issues them.", ServeKeys.HttpOidcAuthority,
                    Expected: "the issuer's address", Fix: "Set it, or remove the other keys of `Http:Oidc`."));
            return null;
        }

        if (audience is null)
            reader.Report(new("Tokens that were meant for others would be taken.", ServeKeys.HttpOidcAudience,
                Expected: "the name under which the issuer knows this server"));
        var uri = AuthorityOf(reader, authority);
        return uri is null || audience is null ? null : new(
            uri, audience, roles.Claim ?? "roles", roles.Viewer ?? "naturalthoughts-viewer", roles.Operator ?? "naturalthoughts-operator");
    }

    // Who can change what the issuer says on its way here can let anybody in.
    static Uri? AuthorityOf(SettingsReader reader, string text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri is { UserInfo: "", Query: "", Fragment: "" }
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
            return uri;
        reader.Report(new("This is no issuer of tokens.", ServeKeys.HttpOidcAuthority,
            Expected: "an address such as `https://login.example.org/realms/main` (http on this machine only)"));
        return null;
    }

    static void CheckUrl(SettingsReader reader, string url, bool asksWho)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            reader.Report(new($"`{url}` is nothing to listen at.", ServeKeys.HttpUrls, Expected: $"an address such as `{DefaultUrl}`"));
            return;
        }

        if (address.Scheme is not ("http" or "https") || address.PathBase.Length > 0)
            reader.Report(new($"`{url}` is nothing to listen at.", ServeKeys.HttpUrls, Expected: "http or https, and no path"));
        else if (!asksWho && !IsLoopback(address))
            reader.Report(new($"`{url}` can be reached from other machines, and nobody is asked for a key.", ServeKeys.HttpUrls,
                Expected: "an address of this machine only, such as `http://127.0.0.1:8080`",
                Fix: $"Name a file with a key in `{ServeKeys.HttpApiKeyFile}` or `{ServeKeys.HttpKeysFile}`, or listen on 127.0.0.1."));
    }

    static bool IsLoopback(BindingAddress address) =>
        address.IsUnixPipe || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
}
