using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using k8s;
using k8s.Models;

namespace NaturalThoughts.Deploy.Tests.Helm;

/// <summary>The types of Kubernetes' official client, into which a manifest has to fit with every field of it.</summary>
static class KubernetesTypes
{
    static readonly FrozenDictionary<string, Type> Known = typeof(V1Deployment).Assembly.GetTypes()
        .Select(type => (Type: type, Kind: type.GetCustomAttribute<KubernetesEntityAttribute>()))
        .Where(known => known.Kind is not null && known.Type.IsClass)
        .ToFrozenDictionary(known => $"{Version(known.Kind!)}/{known.Kind!.Kind}", known => known.Type);

    static KubernetesTypes() =>
        KubernetesJson.AddJsonOptions(options => options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow);

    /// <summary>Whether Kubernetes itself has such objects; else somebody's operator brings them.</summary>
    public static bool Has(Manifest manifest) => Known.ContainsKey($"{manifest.ApiVersion}/{manifest.Kind}");

    /// <summary>Why the manifest does not fit; null: it does.</summary>
    public static string? Wrong(Manifest manifest)
    {
        try
        {
            Read(Known[$"{manifest.ApiVersion}/{manifest.Kind}"], manifest.Root.ToJsonString());
            return null;
        }
        catch (TargetInvocationException error) when (error.InnerException is JsonException or FormatException or ArgumentException)
        {
            return $"{manifest}: {error.InnerException.Message}";
        }
    }

    static void Read(Type type, string json) => typeof(KubernetesJson).GetMethods()
        .Single(method => method.Name == nameof(KubernetesJson.Deserialize) && method.GetParameters()[0].ParameterType == typeof(string))
        .MakeGenericMethod(type).Invoke(null, [json, null]);

    static string Version(KubernetesEntityAttribute kind) =>
        string.IsNullOrEmpty(kind.Group) ? kind.ApiVersion : $"{kind.Group}/{kind.ApiVersion}";
}
