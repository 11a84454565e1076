using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Tests;

namespace NaturalThoughts.Core.Tests.Curation;

public sealed class SpecChangeTests
{
    static readonly SourceSpec Source = Sample.Spec.Sources[0];

    [Fact]
    public void Orphaned_SameRequests_IsNothing()
    {
        var after = Sample.Spec with
        {
            Models = Sample.Spec.Models.Remove("t").Add("teacher", Sample.Teacher with { Name = "teacher", Samples = 4 }),
            Teachers = ["teacher"],
            Annotate = ["cues"],
        };
        Assert.Empty(SpecChange.Orphaned(Sample.Spec, after));
    }

    [Fact]
    public void Orphaned_AnotherTemperature_IsThatModelAlone() => Assert.Equal(
        [(ModelRole.Teacher, Sample.Teacher)], SpecChange.Orphaned(Sample.Spec, With(Sample.Teacher with { Temperature = 0.7 })));

    [Fact]
    public void Orphaned_AnotherPrompt_IsThatModelAlone() => Assert.Equal(
        [(ModelRole.Teacher, Sample.Teacher)],
        SpecChange.Orphaned(Sample.Spec, With(Sample.Teacher with { Prompt = "Think: {question}" })));

    [Fact]
    public void Orphaned_RoleLost_IsThatModel() => Assert.Equal(
        [(ModelRole.Baseline, Sample.Baseline)], SpecChange.Orphaned(Sample.Spec, Sample.Spec with { Baselines = [] }));

    [Fact]
    public void Orphaned_InAnotherRole_IsNothing() =>
        Assert.Empty(SpecChange.Orphaned(Sample.Spec, Sample.Spec with { Teachers = ["b"], Baselines = ["t"] }));

    [Fact]
    public void Refused_RunAsSource_KeepsItsPlaceAndReading()
    {
        var first = new SourceSpec { Path = "", Name = "run:first", Run = "first" };
        var before = Sample.Spec with { Sources = [first] };
        var second = first with { Name = "run:second", Run = "second" };
        Assert.Empty(SpecChange.Refused(before, before with { Sources = [second] }));
        Assert.Empty(SpecChange.Refused(before, before with { Sources = [first, second] }));
        Assert.Single(SpecChange.Refused(before, before with { Sources = [second, first] }));
        Assert.Single(SpecChange.Refused(before, Sample.Spec));
        var other = first with { Features = first.Features.Add("level", "level") };
        Assert.Single(SpecChange.Refused(before, before with { Sources = [other] }));
    }

    [Fact]
    public void Refused_OtherShards_SaysHowManyThereAre() => Assert.Contains(
        "with 8 shards", Assert.Single(SpecChange.Refused(Sample.Spec, Sample.Spec with { Shards = 9 })).What, StringComparison.Ordinal);

    [Fact]
    public void Refused_SourceReadAnotherWay_NamesIt()
    {
        var after = Sample.Spec with { Sources = [Source with { Columns = new() { Question = "problem" } }] };
        Assert.Contains("`questions`", Assert.Single(SpecChange.Refused(Sample.Spec, after)).What, StringComparison.Ordinal);
        Assert.Single(SpecChange.Refused(Sample.Spec, Sample.Spec with { Sources = [] }));
    }

    [Fact]
    public void Refused_FileMovedAndSourceAdded_IsFine() => Assert.Empty(SpecChange.Refused(Sample.Spec, Sample.Spec with
    {
        Sources = [Source with { Path = "elsewhere.jsonl", Name = "renamed" }, Source with { Path = "more.jsonl", Name = "more" }],
    }));

    [Fact]
    public void Refused_SourceInAnotherPlace_SaysSo() => Assert.Contains("another place", Assert.Single(SpecChange.Refused(
        Sample.Spec,
        Sample.Spec with { Sources = [Source with { Path = "more.jsonl", Name = "more" }, Source] })).What, StringComparison.Ordinal);

    static RunSpec With(ModelSpec teacher) => Sample.Spec with { Models = Sample.Spec.Models.SetItem("t", teacher) };
}
