using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Log.Storage;

namespace NaturalThoughts.Server.Configuration;

/// <summary>Reads and checks what <c>serve</c> was told: all problems at once, before anything is started.</summary>
public static partial class ServeSettingsReader
{
    /// <summary>What a cluster is called that was given no name.</summary>
    internal const string DefaultName = "naturalthoughts";

    static readonly TimeSpan LongestGrace = TimeSpan.FromHours(24);
    static readonly TimeSpan DefaultGrace = TimeSpan.FromSeconds(30);

    /// <summary>The settings, or everything that is wrong with them.</summary>
    /// <param name="configuration">What was told.</param>
    /// <param name="folder">The folder relative paths start from.</param>
    public static Checked<ServeSettings> Read(IConfiguration configuration, string folder)
    {
        var reader = new SettingsReader(configuration, folder);
        reader.ReportUnknown();
        var root = reader.FullPath(ServeKeys.Root) ?? Path.GetFullPath("runs", folder);
        foreach (var problem in LogRoot.Check(root).Problems) reader.Report(problem with { Where = $"{ServeKeys.Root} ({problem.Where})" });
        var redis = RedisSettingsReader.Read(reader);
        var settings = new ServeSettings
        {
            Root = root,
            Folder = folder,
            Cluster = new(reader.Text(ServeKeys.ClusterId) ?? DefaultName, reader.Text(ServeKeys.ClusterService) ?? DefaultName),
            Redis = redis,
            Silo = Silo(reader, reader.Text(ServeKeys.RedisConnection) is not null),
            Inference = Inference(reader),
            Http = HttpSettingsReader.Read(reader, root, folder),
            OwnFiles = [.. OwnFiles(reader, configuration, folder)],
            Grace = reader.Duration(ServeKeys.DrainGrace, LongestGrace, DefaultGrace),
            Telemetry = TelemetrySettingsReader.Read(reader),
        };
        return reader.Problems is { Length: > 0 } problems ? new(problems) : new(settings);
    }

    static IEnumerable<string> OwnFiles(SettingsReader reader, IConfiguration configuration, string folder) =>
    [
        .. ServeKeys.All.Where(key => key.EndsWith("File", StringComparison.Ordinal)).Select(reader.FullPath).OfType<string>(),
        // Certificates with their keys.
        .. configuration.GetSection("Kestrel").AsEnumerable()
            .Where(setting => setting.Key.EndsWith("Path", StringComparison.OrdinalIgnoreCase) && setting.Value is not null)
            .Select(setting => Path.GetFullPath(setting.Value!, folder)),
        .. Directory.Exists(folder) ? Directory.GetFiles(folder, "appsettings*.json") : [],
    ];

    static SiloSettings Silo(SettingsReader reader, bool clustered)
    {
        var port = reader.Whole(ServeKeys.SiloPort, 0, 65535);
        var gateway = reader.Whole(ServeKeys.SiloGatewayPort, 0, 65535);
        if (port is > 0 && port == gateway)
            reader.Report(new("Silos and clients cannot have the same port.", ServeKeys.SiloGatewayPort, Fix: "Choose another one."));
        IPAddress? address = null;
        if (reader.Text(ServeKeys.SiloAddress) is { } text && !IPAddress.TryParse(text, out address))
            reader.Report(new($"`{text}` is no address.", ServeKeys.SiloAddress,
                Expected: "the IP address at which other silos reach this one, such as the pod's"));
        // Alone nobody needs to find it, so that several can run beside each other.
        return new(port ?? (clustered ? 11111 : 0), gateway ?? (clustered ? 30000 : 0), address);
    }

    static EndpointsSpec Inference(SettingsReader reader)
    {
        var keyVariable = reader.Text(ServeKeys.InferenceKeyVariable);
        if (keyVariable is not null && !Variable().IsMatch(keyVariable))
            // What stands here may be the key itself, so it is not repeated.
            reader.Report(new("This names no environment variable.", ServeKeys.InferenceKeyVariable,
                Expected: "letters, digits and underscores, such as `CLUSTER_KEY`", Fix: "Put the key in a variable and name that here."));
        var slots = reader.Whole(ServeKeys.InferenceSlots, 1, 100_000);
        var urls = reader.List(ServeKeys.InferenceEndpoints);
        foreach (var url in urls) CheckEndpoint(reader, url);
        if (urls.Distinct(StringComparer.Ordinal).Count() < urls.Length)
            reader.Report(new("An endpoint is listed twice.", ServeKeys.InferenceEndpoints, Fix: "Keep one of them."));
        return new()
        {
            List = [.. urls.Select(url => new EndpointSpec { Url = url, KeyVariable = keyVariable, Slots = slots })],
            File = reader.FullPath(ServeKeys.InferenceFile),
        };
    }

    static void CheckEndpoint(SettingsReader reader, string url)
    {
        if (url.StartsWith("recorded:", StringComparison.Ordinal)) return;
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            reader.Report(new($"`{url}` is no model server.", ServeKeys.InferenceEndpoints,
                Expected: "an address such as `http://127.0.0.1:8000/v1`"));
        else if (uri.UserInfo.Length > 0)
            reader.Report(new("An address holds a user or a password.", ServeKeys.InferenceEndpoints,
                Fix: $"Remove it, and name the variable that holds the key in `{ServeKeys.InferenceKeyVariable}`."));
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]{0,127}\z")]
    private static partial Regex Variable();
}
