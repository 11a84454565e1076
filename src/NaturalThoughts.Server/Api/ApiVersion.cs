namespace NaturalThoughts.Server.Api;

/// <summary>The version that answers: command and server have to be the same one.</summary>
public static class ApiVersion
{
    /// <summary>The header every answer carries it in.</summary>
    public const string Header = "NaturalThoughts-Version";

    /// <summary>That of this program.</summary>
    public static string Current { get; } = typeof(ApiVersion).Assembly.GetName().Version!.ToString(3);
}
