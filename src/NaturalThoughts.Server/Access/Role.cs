namespace NaturalThoughts.Server.Access;

/// <summary>What a caller may do.</summary>
public enum Role
{
    /// <summary>Look.</summary>
    Viewer,

    /// <summary>Look, and change.</summary>
    Operator,
}
