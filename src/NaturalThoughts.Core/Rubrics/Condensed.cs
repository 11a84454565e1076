namespace NaturalThoughts.Core.Rubrics;

/// <summary>Short answers that a model writes for System-1 rows.</summary>
public static class Condensed
{
    /// <summary>The rubric that asks for them.</summary>
    public const string Rubric = "condense";

    /// <summary>Their place among a trace's sealed values. Each is another text, so they are no column.</summary>
    public const string Answer = "condensed_answer";
}
