namespace NaturalThoughts.Core.Answers;

/// <summary>The final answer found in a text.</summary>
/// <param name="Text">The answer as written, without the words that announce it.</param>
/// <param name="Cue">What announced it.</param>
public sealed record FinalAnswer(string Text, AnswerCue Cue);

/// <summary>What announced a final answer.</summary>
public enum AnswerCue
{
    /// <summary>The whole text is short enough to be the answer.</summary>
    Whole,

    /// <summary><c>\boxed{…}</c>.</summary>
    Boxed,

    /// <summary>“Answer: …”, “the answer is …”, “FINAL ANSWER: …”, “A: …”, “#### …”.</summary>
    Announced,

    /// <summary>The text names an option as the right one, begins with its letter or ends in it.</summary>
    Option,

    /// <summary>The last sentence states it: a result in bold, in a formula, or after “is”.</summary>
    Conclusion,
}
