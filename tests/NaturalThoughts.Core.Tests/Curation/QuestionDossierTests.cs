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

    [Fact]
    public void IsConcluded_SealThatRestsOnAllOfAPlan_OnlyForThatPlan()
    {
        var sealedNow = Dossier(Sample.Intake(0), Sample.Seal(0, 1));
        Assert.True(sealedNow.IsConcluded(Plan(sealedNow)));
        Assert.False(sealedNow.IsConcluded(Digest.Of("another plan")));
        Assert.False(Dossier(Sample.Intake(0)).IsConcluded(Plan(sealedNow)));
    }

    [Fact]
    public void IsConcluded_SomethingCameAfterTheSeal_NoMore()
    {
        var seal = Sample.Seal(0, 1);
        var reopened = new ReopenFact { Question = Sample.Question(0).Id, Trace = new(7), Number = 0 };
        Assert.False(Dossier(Sample.Intake(0), seal, reopened).IsConcluded(seal.Plan));
        Assert.True(Dossier(Sample.Intake(0), reopened, seal with { Generation = 2 }).IsConcluded(seal.Plan));
    }

    static Digest Plan(QuestionDossier dossier) => dossier.Facts.OfType<SealFact>().Single().Plan;

    static QuestionDossier Dossier(params Fact[] facts) => QuestionDossier.Of(Sample.Question(0).Id, facts);

    static AnnotationFact Annotation(double value) => new()
    {
        Question = Sample.Question(0).Id, Annotator = "cues", Request = Digest.Of("cues"),
        Values = ImmutableSortedDictionary<string, FeatureValue>.Empty.Add("strategies_count", FeatureValue.Of(value)),
    };
}
