using System.Collections.Immutable;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Tests;

namespace NaturalThoughts.Core.Tests.Curation;

public sealed class QuestionDossierTests
{
    [Fact]
    public void Of_FactsWithOneKey_HasTheFirst()
    {
        var (first, copy) = (Annotation(1), Annotation(2));
        Fact[] facts = [Sample.Intake(0), first, Sample.Seal(0, 1), copy, Sample.Seal(0, 1), Sample.Seal(0, 1, "other")];
        var dossier = QuestionDossier.Of(Sample.Question(0).Id, facts);
        Assert.Equal([facts[0], first, facts[2], facts[5]], dossier.Facts);
        Assert.Equal(3, dossier.Generation);
    }

    static AnnotationFact Annotation(double value) => new()
    {
        Question = Sample.Question(0).Id, Annotator = "cues", Request = Digest.Of("cues"),
        Values = ImmutableSortedDictionary<string, FeatureValue>.Empty.Add("strategies_count", FeatureValue.Of(value)),
    };
}
