using System.Collections.Immutable;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Rubrics.Replies;

namespace NaturalThoughts.Core.Rubrics.Definitions;

/// <summary><c>correct</c>: whether a trace's answer is the reference answer.</summary>
sealed class CorrectRubric : RubricDefinition
{
    public override string Name => "correct";

    public override string About => "Whether a trace's answer says what the reference answer says.";

    public override ModelRole Role => ModelRole.Judge;

    public override RubricSubject Subject => RubricSubject.Reference;

    public override ImmutableArray<string> Columns => ["correct"];

    public override ImmutableArray<ReplyField> Fields(RubricOptions options) =>
    [
        new NoteField("answer", "the response's final answer, in a few words"),
        new ChoiceField("verdict", ["correct", "incorrect", "unclear"])
        {
            Aliases = Verdicts.Names,
            Synonyms = Verdicts.Synonyms(
                ("correct", ["right", "true", "yes", "match", "equivalent"]),
                ("incorrect", ["wrong", "false", "no", "notcorrect", "nomatch", "notequivalent"]),
                ("unclear", Verdicts.Unclear)),
            Flags =
            [
                ("correct", "correct", "incorrect"), ("iscorrect", "correct", "incorrect"), ("incorrect", "incorrect", "correct"),
            ],
        },
    ];

    public override RubricReading Conclude(ReplyValues reply, RubricInput input) =>
        RubricReading.Of(("correct", FeatureValue.Of(Verdicts.Flag(reply.Text("verdict"), "correct", "incorrect"))));
}
