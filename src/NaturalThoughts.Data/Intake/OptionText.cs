using System.Collections.Immutable;
using System.Text;

namespace NaturalThoughts.Data.Intake;

/// <summary>Options of a multiple-choice question: without their letters as data, with them as part of the question.</summary>
static class OptionText
{
    /// <summary>As many as there are letters.</summary>
    public const int Most = 26;

    /// <summary>Takes the letters off (“A. 7,000” becomes “7,000”) where every option has its own.</summary>
    public static ImmutableArray<string> WithoutLetters(ImmutableArray<string> options)
    {
        var bare = options.Select((option, place) => Strip(option, (char)('A' + place))).ToImmutableArray();
        return bare.Contains(null) ? options : bare!;
    }

    /// <summary>The question with its options as lines “A. …”, unless its text has them all already.</summary>
    public static string Render(string question, ImmutableArray<string> options)
    {
        var isThere = options.Select((option, place) => Has(question, option, (char)('A' + place)));
        if (isThere.All(has => has)) return question;
        var text = new StringBuilder(question).Append("\n\n");
        for (var place = 0; place < options.Length; place++)
            text.Append(place == 0 ? "" : "\n").Append((char)('A' + place)).Append(". ").Append(options[place]);
        return text.ToString();
    }

    static string? Strip(string option, char letter)
    {
        var text = option.AsSpan().TrimStart();
        if (text.StartsWith("(")) text = text[1..];
        if (text.Length < 2 || text[0] != letter || text[1] is not ('.' or ')' or ':')) return null;
        return text[2..].TrimStart().ToString();
    }

    static bool Has(string question, string option, char letter) =>
        Marks(letter).Any(mark => question.Contains(mark + option, StringComparison.Ordinal));

    static ImmutableArray<string> Marks(char letter) => [$"{letter}. ", $"{letter}) ", $"{letter}: ", $"{letter}.", $"{letter})"];
}
