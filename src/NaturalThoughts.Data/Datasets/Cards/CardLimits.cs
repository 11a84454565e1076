using System.Text;

namespace NaturalThoughts.Data.Datasets.Cards;

/// <summary>What a dataset cannot claim.</summary>
static class CardLimits
{
    /// <summary>The list.</summary>
    /// <param name="fillers">Columns that models fill.</param>
    public static string Of(IReadOnlyDictionary<string, string> fillers)
    {
        var (strategies, verbosity) = (fillers.ContainsKey("strategies_unique"), fillers.ContainsKey("verbosity"));
        var limits = new StringBuilder();
        if (fillers.Count > 0)
            limits.Append($"""
                - {string.Join(", ", fillers.Keys.Select(column => $"`{column}`"))}: one reply of one model each, named in the table above. A model's word, not a fact; null where
                  its reply could not be read.

                """);
        if (!strategies || !verbosity)
            limits.Append($"""
                - {Lexical(strategies, verbosity)}: stand-ins for what a model
                  would judge, good for ranking many traces, not for a verdict on one.

                """);
        return limits.Append($"""
            - {Compared(fillers)} Beyond what the
              recipe asks for, nothing filters wrong answers.
            - Duplicates and contamination are what the run was asked to look for; rephrased questions, of a benchmark too, can remain.
            - Selection reproduces exactly. Generation does not: asking the teacher again gives other traces.

            """).ToString();
    }

    static string Lexical(bool strategies, bool verbosity) =>
        strategies ? "Verbosity is read from measures of the reasoning's text"
        : verbosity ? "Strategies are counted by lexical cues in the reasoning"
        : "Strategies are counted by lexical cues in the reasoning and verbosity by measures of its text";

    static string Compared(IReadOnlyDictionary<string, string> fillers)
    {
        string[] ruled = [.. new[] { "correct", "disagree" }.Where(column => !fillers.ContainsKey(column))];
        return ruled.Length switch
        {
            0 => "Where nobody can tell whether an answer is right or differs, the value is null and not false.",
            1 => $"`{ruled[0]}` compares answers by rules; where these cannot tell, the value is null and not false.",
            _ => "`correct` and `disagree` compare answers by rules; where these cannot tell, the value is null and not false.",
        };
    }
}
