namespace NaturalThoughts.Core.Questions;

/// <summary>A question as all the rows that ask it give it.</summary>
/// <param name="Question">What they say together.</param>
/// <param name="Origin">The lowest row, which gives the name.</param>
/// <param name="Rows">How many rows ask it; all but one are duplicates.</param>
public sealed record MergedQuestion(Question Question, SourceRow Origin, int Rows);
