using System.Collections.Immutable;
using System.Text;

namespace NaturalThoughts.ModelServers.Answers;

/// <summary>What generated reasoning is put together from.</summary>
static class Phrases
{
    /// <summary>How a sentence begins.</summary>
    public static readonly ImmutableArray<byte[]> Openers = Texts(
        "So ", "First, ", "Then ", "Now ", "Here ", "This means that ", "Given that, ", "From the statement, ", "Next, ",
        "Since both sides agree, ", "By the same rule, ", "In other words, ", "As before, ", "Putting this together, ",
        "For this case ", "It follows that ");

    /// <summary>How a thought turns.</summary>
    public static readonly ImmutableArray<byte[]> Cues = Texts(
        "Wait, let me check: ", "Hmm, ", "Let me double-check that: ", "Alternatively, ", "Actually, ",
        "Let me verify this step: ", "But wait, ", "Let me try another approach: ", "Going back to the question, ",
        "Suppose instead that ");

    /// <summary>What it says; a number comes after it.</summary>
    public static readonly ImmutableArray<byte[]> Clauses = Texts(
        "the ratio of the two lengths is", "the remaining part comes to", "the first term must be", "the sum of these values is",
        "the rate per hour is", "the left side reduces to", "the difference between them is", "the product is ≈",
        "the number of cases left is", "the coefficient works out to", "the unknown quantity is at most",
        "the average over all trials is", "each of the groups has", "the energy in joules is", "the boundary lies at",
        "the total after the second step is", "the area is 2 ×", "the constant on the right is", "the angle in degrees is",
        "the upper bound is", "the mass left over is", "the current in the branch is", "the probability in percent is",
        "the number of ways is", "the exponent has to be", "the distance covered is", "the root that makes sense is",
        "the price before the change was", "the temperature rises by", "the index starts at", "the smallest such number is",
        "the population after one step is");

    /// <summary>The numbers, with a space before each.</summary>
    public static readonly ImmutableArray<byte[]> Numbers = Texts([.. Enumerable.Range(2, 256).Select(number => $" {number}")]);

    /// <summary>How a sentence ends.</summary>
    public static readonly ImmutableArray<byte[]> Ends = Texts(
        ". ", ". ", ". ", ", which fits. ", ". ", ", as it should be. ", ". ", ".\n\n");

    static ImmutableArray<byte[]> Texts(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
