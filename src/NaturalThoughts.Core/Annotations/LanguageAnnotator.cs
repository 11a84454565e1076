using System.Collections.Immutable;
using NaturalThoughts.Core.Annotations.Languages;
using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Core.Annotations;

/// <summary><c>language</c>: in which language question and trace are written.</summary>
sealed class LanguageAnnotator : ITraceAnnotator
{
    public string Name => "language";

    // The words are in the digest, so that a changed list makes new facts.
    public ImmutableArray<string> Identity => [LanguageRule.Version, FunctionWords.Table];

    public Judgement Judge(Reading reading) => Judgement.Of(
        ("question_language", FeatureValue.Of(LanguageRule.Of(reading.Question))),
        ("trace_language", FeatureValue.Of(LanguageRule.Of(reading.Text.Reasoning ?? reading.Text.Answer ?? ""))));
}
