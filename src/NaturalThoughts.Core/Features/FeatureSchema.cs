using System.Collections.Immutable;

namespace NaturalThoughts.Core.Features;

/// <summary>The columns of a run: the built-in ones and the numbers its sources import by name.</summary>
public sealed class FeatureSchema
{
    readonly Dictionary<string, int> _ordinals;

    /// <summary>The built-in columns plus a run's own numbers, in name order.</summary>
    /// <param name="imported">Names of imported numeric columns; a name of a built-in column is refused by the spec's validation.</param>
    /// <param name="fillers">Who fills a column in place of the annotator that does else, by column; null: nobody.</param>
    public FeatureSchema(IEnumerable<string> imported, IReadOnlyDictionary<string, string>? fillers = null)
    {
        Columns =
        [
            .. BuiltIn.Select(column =>
                fillers?.GetValueOrDefault(column.Name) is { } filler ? column with { Annotator = filler } : column),
            .. imported.Distinct().Order(StringComparer.Ordinal).Select(name =>
                new FeatureDefinition(name, FeatureKind.Number, "source", $"The number the source states as `{name}`.", OfQuestion: true)),
        ];
        _ordinals = Columns.Select((column, ordinal) => (column.Name, ordinal))
            .ToDictionary(pair => pair.Name, pair => pair.ordinal, StringComparer.Ordinal);
    }

    /// <summary>All columns; a column's position is its ordinal.</summary>
    public ImmutableArray<FeatureDefinition> Columns { get; }

    /// <summary>The ordinal of a column, or -1.</summary>
    public int Ordinal(string name) => _ordinals.GetValueOrDefault(name, -1);

    /// <summary>Whether a table of another schema holds the same columns, whoever fills them.</summary>
    public bool HoldsWhat(FeatureSchema other) =>
        Columns.Select(column => (column.Name, column.Kind)).SequenceEqual(other.Columns.Select(column => (column.Name, column.Kind)));

    /// <summary>The columns every run has.</summary>
    public static ImmutableArray<FeatureDefinition> BuiltIn { get; } =
    [
        new("model", FeatureKind.Text, "response", "The teacher that wrote the trace."),
        new("finish_reason", FeatureKind.Text, "response", "Why the teacher stopped: stop, length, …; null when the source does not say."),
        new("sample", FeatureKind.Number, "response", "Sample number, from 0."),
        new("complete", FeatureKind.Flag, "trace",
            "The trace finished by itself, has an answer part, and is not longer than `limits.response_tokens`."),
        new("reasoning_tokens", FeatureKind.Number, "trace", "Length of the reasoning (System-2) in tokens."),
        new("answer_tokens", FeatureKind.Number, "trace", "Length of the answer (System-1) in tokens."),
        new("response_tokens", FeatureKind.Number, "trace", "Length of reasoning and answer in tokens."),
        new("strategies_unique", FeatureKind.Number, "cues", "How many different meta-reasoning strategies the reasoning shows."),
        new("strategies_count", FeatureKind.Number, "cues", "How many times it shows one."),
        new("reasoning_density", FeatureKind.Number, "cues", "Strategy cues for each 1,000 tokens of reasoning."),
        new("verbosity", FeatureKind.Number, "verbosity", "0 (efficient) to 10 (rambling), in steps of 0.1."),
        new("repetition", FeatureKind.Number, "repetition",
            "Share of the reasoning's word 8-grams that were said before, 0 to 1 in steps of 0.001."),
        new("condensed", FeatureKind.Flag, "condense",
            "A model wrote a short answer for the trace; null where none was asked, or it is of no use."),
        new("trace_language", FeatureKind.Text, "language",
            "Language of the reasoning, or of the answer where there is none: ISO 639-1; null when it cannot be told."),
        new("correct", FeatureKind.Flag, "answer", "The answer equals the reference; null when the comparison cannot tell."),
        new("disagree", FeatureKind.Flag, "answer",
            "The teacher's answer differs from the baseline's; null when the comparison cannot tell."),
        new("agrees", FeatureKind.Flag, "answer", "The answer is the most frequent one among the teacher's traces of the question."),
        new("shortest_correct", FeatureKind.Flag, "answer",
            "The trace is the shortest of its question's complete and correct ones; null when `correct` is."),
        new("tokens_ratio", FeatureKind.Number, "answer", "Response tokens over the median of the question's traces, in steps of 0.01."),
        new("source", FeatureKind.Text, "source", "The source's name.", OfQuestion: true),
        new("domain", FeatureKind.Text, "source", "Top-level domain of the question.", OfQuestion: true),
        new("topic", FeatureKind.Text, "source", "Topic of the question.", OfQuestion: true),
        new("question_language", FeatureKind.Text, "language",
            "Language of the question: ISO 639-1; null when it cannot be told.", OfQuestion: true),
        new("reasoning_type", FeatureKind.Text, "reasoning_type",
            "Kind of inference the question asks for: deductive, inductive, abductive, analogical.", OfQuestion: true),
        new("question_chars", FeatureKind.Number, "source", "Length of the question in characters.", OfQuestion: true),
        new("reference_words", FeatureKind.Number, "source",
            "Length of the reference answer in words; null without one.", OfQuestion: true),
        new("samples", FeatureKind.Number, "answer", "How many teacher traces the question has.", OfQuestion: true),
        new("pass_rate", FeatureKind.Number, "answer",
            "Correct over comparable teacher traces, 0 to 1 in steps of 0.001; null when none can be compared.", OfQuestion: true),
        new("consensus", FeatureKind.Number, "answer",
            "Share of the teacher's traces that give the most frequent answer, 0 to 1 in steps of 0.001.", OfQuestion: true),
        new("baseline_pass_rate", FeatureKind.Number, "answer",
            "Correct over comparable baseline responses, 0 to 1 in steps of 0.001.", OfQuestion: true),
        new("difficulty", FeatureKind.Number, "difficulty",
            "Rank-based difficulty of the question over the whole pool, 0 (easiest) to 1; set when the pool is ranked.", OfQuestion: true),
        new("cluster", FeatureKind.Text, "clusters",
            "Number of the question's semantic cluster, the largest first; null where the spec asks for no clusters, or no vector was had.",
            OfQuestion: true),
    ];
}
