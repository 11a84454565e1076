using System.Collections.Immutable;
using NaturalThoughts.Core.Annotations;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Rubrics.Replies;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Core.Rubrics.Definitions;

/// <summary><c>condense</c>: a short answer for System-1 rows, in place of the trace's own.</summary>
/// <remarks>A condensed answer that says another result than the trace, as far as the rule can tell, is not taken.</remarks>
sealed class CondenseRubric : RubricDefinition
{
    public override string Name => Condensed.Rubric;

    public override string About => "A short answer that says what a trace's answer says, for System-1 rows.";

    public override ModelRole Role => ModelRole.Annotator;

    public override RubricSubject Subject => RubricSubject.Answer;

    public override ImmutableArray<string> Columns => ["condensed"];

    public override ImmutableArray<ReplyField> Fields(RubricOptions options) => [];

    public override ReplyForm Form(RubricOptions options) =>
        new ProseForm(Condensed.Answer, "Reply with the short answer alone: no heading, and no remark before or after it.");

    public override RubricReading Conclude(ReplyValues reply, RubricInput input)
    {
        var (text, rule) = (reply.Text(Condensed.Answer), new AnswerRule(input.Question));
        var (own, condensed) = (rule.AnswerOf(input.Trace!), rule.AnswerOf(new TraceText { Answer = text }));
        // A sentence that announces no answer is compared as a whole: then the other result need only stand in it.
        var holds = own is not null && condensed == text && text.Contains(own, StringComparison.OrdinalIgnoreCase);
        return rule.Same(own, condensed) is false && !holds
            ? RubricReading.Unreadable($"It answers {Shown.Of(condensed!)}, and what it condenses answers {Shown.Of(own!)}.")
            : RubricReading.Of(("condensed", FeatureValue.Of(true)), (Condensed.Answer, FeatureValue.Of(text)));
    }
}
