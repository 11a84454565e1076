using System.Text;

namespace NaturalThoughts.Benchmarks.Shapes;

/// <summary>Reasoning as annotators read it: sentences of common words and numbers, now and then a turn of thought, in paragraphs.</summary>
static class Thoughts
{
    static readonly string[] Turns = ["Wait, ", "Let me check that: ", "Alternatively, ", "Hmm, ", "So ", "First, ", "Then ", "Therefore "];

    static readonly string[] Words =
    [
        "the", "of", "and", "to", "is", "in", "we", "that", "a", "it", "this", "by", "for", "then", "with", "be", "as", "two", "so", "each",
        "number", "value", "sum", "term", "equation", "side", "left", "right", "first", "second", "factor", "product", "angle", "length",
        "rate", "time", "distance", "energy", "mass", "force", "case", "set", "group", "order", "root", "positive", "negative", "integer",
        "function", "limit", "series", "bound", "matrix", "vector", "point", "line", "plane", "area", "volume", "probability", "event",
        "sample", "mean", "variance", "step", "result", "answer", "question", "problem", "method", "formula", "constant", "variable",
        "gives", "means", "shows", "holds", "becomes", "equals", "must", "can", "cannot", "should", "find", "take", "divide", "multiply",
        "subtract", "add", "compare", "both", "only", "other", "same", "different", "larger", "smaller", "total", "remaining", "original",
        "given", "known", "unknown", "possible", "required", "because", "since", "when", "where", "which", "there", "here", "now", "again",
    ];

    /// <summary>Reasoning of so many characters.</summary>
    public static string Of(Random random, int chars)
    {
        var text = new StringBuilder(chars + 64);
        while (text.Length < chars)
        {
            if (random.Next(6) == 0) text.Append(Turns[random.Next(Turns.Length)]);
            for (var words = random.Next(6, 18); words > 0; words--)
                text.Append(random.Next(9) == 0 ? $"{random.Next(2, 1000)}" : Words[random.Next(Words.Length)]).Append(words > 1 ? " " : ".");
            text.Append(random.Next(8) == 0 ? "\n\n" : " ");
        }

        return text.ToString(0, chars);
    }
}
