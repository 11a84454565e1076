using System.Reflection;

namespace NaturalThoughts.Server.Api;

/// <summary>The version that answers: command and server have to be the same one.</summary>
public static class ApiVersion
{
    /// <summary>The header every answer carries it in.</summary>
    public const string Header = "NaturalThoughts-Version";

    /// <summary>That of this program, with what marks a preview, and without the commit it was built from.</summary>
    public static string Current { get; } = typeof(ApiVersion).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
