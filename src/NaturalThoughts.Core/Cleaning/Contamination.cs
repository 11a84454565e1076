using System.Globalization;

namespace NaturalThoughts.Core.Cleaning;

/// <summary>What a question has in common with a benchmark.</summary>
/// <param name="Place">File and row of the benchmark.</param>
/// <param name="Ngram">How many words in a row are the same; null: all of them.</param>
/// <param name="Matched">The question's words that stand there too, as the question writes them, at most 400 characters.</param>
public sealed record Contamination(string Place, int? Ngram, string Matched)
{
    /// <summary>In a sentence.</summary>
    public string Detail => Ngram is { } words
        ? string.Create(CultureInfo.InvariantCulture, $"{words} words in a row stand in `{Place}`.")
        : $"All its words are those of `{Place}`.";
}
