using System.Collections.Immutable;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Rubrics.Replies;

namespace NaturalThoughts.Core.Rubrics.Definitions;

/// <summary><c>verbosity</c>: 0 (efficient) to 10 (rambling).</summary>
sealed class VerbosityRubric : RubricDefinition
{
    static readonly ImmutableArray<string> Names = ["verbosity_score", "verbosity_rating", "score", "rating"];

    public override string Name => "verbosity";

    public override string About => "How much of a trace's reasoning is waste, 0 (efficient) to 10 (rambling).";

    public override ModelRole Role => ModelRole.Annotator;

    public override RubricSubject Subject => RubricSubject.Trace;

    public override ImmutableArray<string> Columns => ["verbosity"];

    public override ImmutableArray<ReplyField> Fields(RubricOptions options) =>
        [new NoteField("because", "one short sentence"), new ScoreField("verbosity", 10) { Aliases = Names }];

    public override RubricReading Conclude(ReplyValues reply, RubricInput input) =>
        RubricReading.Of(("verbosity", FeatureValue.Of(reply.Number("verbosity"))));
}
