using System.Collections.Immutable;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Rubrics.Replies;

namespace NaturalThoughts.Core.Rubrics.Definitions;

/// <summary><c>reasoning_type</c>: which kind of inference a question asks for.</summary>
sealed class ReasoningTypeRubric : RubricDefinition
{
    public override string Name => "reasoning_type";

    public override string About => "The kind of inference a question asks for: deductive, inductive, abductive or analogical.";

    public override ModelRole Role => ModelRole.Annotator;

    public override RubricSubject Subject => RubricSubject.Question;

    public override ImmutableArray<string> Columns => ["reasoning_type"];

    public override ImmutableArray<ReplyField> Fields(RubricOptions options) =>
    [
        new NoteField("because", "one short sentence"),
        new ChoiceField("reasoning_type", ["deductive", "inductive", "abductive", "analogical"])
        {
            Aliases = ["type", "kind"],
            Synonyms = Verdicts.Synonyms(
                ("deductive", ["deduction", "deductivereasoning"]),
                ("inductive", ["induction", "inductivereasoning"]),
                ("abductive", ["abduction", "abductivereasoning"]),
                ("analogical", ["analogy", "analogicalreasoning", "analogous", "byanalogy"])),
        },
    ];

    public override RubricReading Conclude(ReplyValues reply, RubricInput input) =>
        RubricReading.Of(("reasoning_type", FeatureValue.Of(reply.Text("reasoning_type"))));
}
