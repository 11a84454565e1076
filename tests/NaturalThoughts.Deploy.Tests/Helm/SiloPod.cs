using System.Collections.Immutable;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Server.Configuration;

namespace NaturalThoughts.Deploy.Tests.Helm;

/// <summary>What a silo finds in its pod: its variables, and the files it is given, in a folder of a test's own.</summary>
sealed class SiloPod : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-pod-");
    readonly ImmutableArray<Manifest> _rendered;
    readonly Lazy<TestAuthority> _authority;
    readonly Manifest _manifest;

    /// <summary>Makes them.</summary>
    /// <param name="rendered">All that the chart makes.</param>
    /// <param name="manifest">That of the pod.</param>
    public SiloPod(ImmutableArray<Manifest> rendered, Manifest manifest)
    {
        (_rendered, _manifest, _authority) = (rendered, manifest, new(() => new(Folder)));
        foreach (var mount in Mounts) Directory.CreateDirectory(Here(mount));
        foreach (var volume in Manifest.Each(Manifest.At(manifest.Pod, "spec.volumes")))
            if (volume["secret"] is not null) Mount(volume);
        Variables = Silo["env"]!.AsArray().ToDictionary(entry => (string)entry!["name"]!, entry => ValueOf(entry!));
    }

    /// <summary>The pods of silos among what the chart makes.</summary>
    public static IEnumerable<Manifest> Of(ImmutableArray<Manifest> rendered) =>
        rendered.Where(manifest => manifest is { Kind: "Deployment", Component: "front" or "pool" });

    /// <summary>Its variables.</summary>
    public Dictionary<string, string> Variables { get; }

    /// <summary>Its folder.</summary>
    public string Folder => _folder.FullName;

    JsonObject Silo => _manifest.Container("silo");

    string[] Mounts => [.. Manifest.Each(Silo["volumeMounts"], "mountPath").OrderByDescending(path => path.Length)];

    /// <summary>What <c>serve</c> makes of it.</summary>
    public Checked<ServeSettings> Settings()
    {
        var read = new ServeConfiguration { Folder = Folder, Environment = Variables.ToImmutableDictionary() }.Read();
        return read.Ok ? ServeSettingsReader.Read(read.Value, Folder) : new(read.Problems);
    }

    /// <summary>A path in the pod, in this folder.</summary>
    public string Here(string path) => Folder + path;

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    void Mount(JsonObject volume)
    {
        var path = Manifest.Each(Silo["volumeMounts"]).Single(mount => (string)mount["name"]! == (string)volume["name"]!)["mountPath"];
        var name = (string?)Manifest.At(volume, "secret.secretName");
        var secret = _rendered.SingleOrDefault(made => made.Kind is "Secret" && made.Name == name);
        foreach (var item in Manifest.Each(Manifest.At(volume, "secret.items")))
        {
            var file = Here($"{path}/{item["path"]}");
            File.WriteAllText(file, (string?)secret?.At("stringData")?[(string)item["key"]!] ?? Theirs((string)item["path"]!));
        }
    }

    // What people would have put into a Secret of theirs.
    string Theirs(string file) => file switch
    {
        "keys" => $"ada operator sha256:{new string('a', 64)}\n",
        "ca.crt" => File.ReadAllText(_authority.Value.CaFile),
        "tls.crt" => File.ReadAllText(_authority.Value.CertificateFile),
        "tls.key" => File.ReadAllText(_authority.Value.KeyFile),
        "headers" => "authorization=Bearer of-somebody",
        "password" => "a-password-of-tests",
        _ => throw new InvalidDataException(file),
    };

    string ValueOf(JsonNode entry) => entry["value"] is { } value
        ? Regex.Replace((string)value!, $"(?<=^|;)({string.Join('|', Mounts.Select(Regex.Escape))})(?=/|;|$)", path => Here(path.Value))
        : (string?)Manifest.At(entry, "valueFrom.fieldRef.fieldPath") is "status.podIP" ? "127.0.0.1" : "given";
}
