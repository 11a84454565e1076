using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Core.Tests.Annotations;

/// <summary>A tokenizer for tests: words between white space.</summary>
sealed class CountsWords(int factor = 1) : ITokenCounter
{
    public string Name => $"words*{factor}";

    public int Count(ReadOnlySpan<char> text)
    {
        var (count, inside) = (0, false);
        foreach (var letter in text)
        {
            if (!char.IsWhiteSpace(letter) && !inside) count++;
            inside = !char.IsWhiteSpace(letter);
        }

        return count * factor;
    }
}
