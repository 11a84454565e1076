namespace NaturalThoughts.Core.Cleaning;

/// <summary>Why questions are removed, in kebab case: the reasons of removal facts.</summary>
public static class RemovalReason
{
    /// <summary>A benchmark has the question, or so many words of it in a row.</summary>
    public const string Contaminated = "contaminated";

    /// <summary>Another question, which is kept, is the same for the most part.</summary>
    public const string NearDuplicate = "near-duplicate";
}
