namespace NaturalThoughts.Core.Answers;

/// <summary>Whether two answers say the same.</summary>
public enum Sameness
{
    /// <summary>The comparison cannot tell: an answer is missing, or the texts are too free to compare.</summary>
    Unknown,

    /// <summary>They say the same.</summary>
    Same,

    /// <summary>They say different things.</summary>
    Different,
}
