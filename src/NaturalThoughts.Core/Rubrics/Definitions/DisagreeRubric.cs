using System.Collections.Immutable;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Rubrics.Replies;

namespace NaturalThoughts.Core.Rubrics.Definitions;

/// <summary><c>disagree</c>: whether teacher and baseline come to different answers.</summary>
sealed class DisagreeRubric : RubricDefinition
{
    public override string Name => "disagree";

    public override string About => "Whether the teacher's answer and the baseline's differ.";

    public override ModelRole Role => ModelRole.Judge;

    public override RubricSubject Subject => RubricSubject.Baseline;

    public override ImmutableArray<string> Columns => ["disagree"];

    public override ImmutableArray<ReplyField> Fields(RubricOptions options) =>
    [
        new NoteField("first", "the final answer of response 1, in a few words"),
        new NoteField("second", "the final answer of response 2, in a few words"),
        new ChoiceField("verdict", ["same", "different", "unclear"])
        {
            Aliases = Verdicts.Names,
            Synonyms = Verdicts.Synonyms(
                ("same", ["equal", "equivalent", "identical", "thesame", "agree", "match", "nodisagreement"]),
                ("different", ["differ", "notthesame", "notequivalent", "disagree", "conflict", "contradictory"]),
                ("unclear", Verdicts.Unclear)),
            Flags =
            [
                ("disagree", "different", "same"), ("different", "different", "same"), ("differ", "different", "same"),
                ("same", "same", "different"), ("agree", "same", "different"), ("equivalent", "same", "different"),
            ],
        },
    ];

    public override RubricReading Conclude(ReplyValues reply, RubricInput input) =>
        RubricReading.Of(("disagree", FeatureValue.Of(Verdicts.Flag(reply.Text("verdict"), "different", "same"))));
}
