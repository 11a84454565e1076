using System.Collections.Immutable;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Rubrics.Replies;

namespace NaturalThoughts.Core.Rubrics.Definitions;

/// <summary>What makes one rubric differ from the others.</summary>
abstract class RubricDefinition
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<RubricDefinition> All { get; } =
    [
        new DomainRubric(), new StrategiesRubric(), new VerbosityRubric(), new DisagreeRubric(), new CorrectRubric(),
        new ReasoningTypeRubric(), new CondenseRubric(),
    ];

    public abstract string Name { get; }

    public abstract string About { get; }

    public abstract ModelRole Role { get; }

    public abstract RubricSubject Subject { get; }

    public abstract ImmutableArray<string> Columns { get; }

    /// <summary>The parts of the reply, in the order of their names: decoders write them in the schema's order, which is canonical, so what
    /// shall be thought of first is named so that it comes first.</summary>
    public abstract ImmutableArray<ReplyField> Fields(RubricOptions options);

    /// <summary>The form of its replies.</summary>
    public virtual ReplyForm Form(RubricOptions options) => new JsonForm(Fields(options));

    /// <summary>Placeholders of its own and what they stand for.</summary>
    public virtual ImmutableSortedDictionary<string, string> Lists(RubricOptions options) =>
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Problems of the options that concern it.</summary>
    public virtual IEnumerable<Problem> Check(RubricOptions options) => options.MaxChars >= FittedText.Least ? []
        : [new($"`max_chars` of `{Name}` is {options.MaxChars}.", "annotate", Expected: $"at least {FittedText.Least}")];

    /// <summary>The columns' values.</summary>
    public abstract RubricReading Conclude(ReplyValues reply, RubricInput input);

    /// <summary>Placeholders a template may hold.</summary>
    public ImmutableArray<string> Placeholders(RubricOptions options) =>
    [
        "question", "options", "reference",
        .. Subject is RubricSubject.Question ? (ReadOnlySpan<string>)[] : ["reasoning", "answer"],
        .. Subject is RubricSubject.Baseline ? (ReadOnlySpan<string>)["baseline"] : [],
        .. Lists(options).Keys,
        "form",
    ];

    /// <summary>Placeholders a template must hold.</summary>
    public virtual ImmutableArray<string> Needed(RubricOptions options) =>
    [
        .. Subject switch
        {
            RubricSubject.Question => (ReadOnlySpan<string>)["question"],
            RubricSubject.Trace => ["reasoning"],
            RubricSubject.Answer => ["answer"],
            RubricSubject.Baseline => ["answer", "baseline"],
            _ => ["answer", "reference"],
        },
        .. Lists(options).Keys,
        "form",
    ];

    /// <summary>Problems of a list that a model chooses from.</summary>
    protected IEnumerable<Problem> CheckNames(string list, ImmutableArray<string> names)
    {
        if (names.Length < 2) yield return Wrong($"`{list}` of `{Name}` has too few names: {names.Length}.", "at least two");
        foreach (var name in names.Where(name => name.Length > 100 || name.Contains('\n') || Folded.Of(name).Length == 0))
            yield return Wrong($"`{list}` of `{Name}` has the name {Shown.Of(name)}.",
                "letters or digits, one line, at most 100 characters");
        foreach (var same in names.GroupBy(Folded.Of).Where(group => group.Count() > 1))
            yield return Wrong($"`{list}` of `{Name}` has names that read the same: {string.Join(", ", same)}.",
                "names that differ in their letters");
    }

    static Problem Wrong(string what, string expected) => new(what, "annotate", Expected: expected);
}
