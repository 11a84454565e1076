namespace NaturalThoughts.Core.Rubrics;

/// <summary>What a rubric judges.</summary>
public enum RubricSubject
{
    /// <summary>The question.</summary>
    Question,

    /// <summary>A teacher's trace.</summary>
    Trace,

    /// <summary>A teacher's answer, with the reasoning that led to it.</summary>
    Answer,

    /// <summary>A teacher's trace against a baseline response.</summary>
    Baseline,

    /// <summary>A teacher's trace against the question's reference answer.</summary>
    Reference,
}
