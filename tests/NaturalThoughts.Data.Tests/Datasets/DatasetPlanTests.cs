using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Datasets;

namespace NaturalThoughts.Data.Tests.Datasets;

public sealed class DatasetPlanTests
{
    [Fact]
    public void From_DefaultsOfTheSpec_IsAPlan()
    {
        var plan = DatasetPlan.From(new DatasetSpec { Name = "mixed-100k", Selection = "strat" }, 7).Value;

        Assert.NotNull(plan);
        Assert.Equal(
            ("prompt-completion", DatasetFormat.Parquet, 7UL, 7UL), (plan.Layout, plan.Format, plan.SelectionSeed, plan.MixingSeed));
    }

    [Fact]
    public void From_EverythingWrong_SaysAllAtOnce()
    {
        var spec = new DatasetSpec
        {
            Name = "../x", Selection = "s", Layout = "mesages", Format = "parqet", Adaptive = "a", Think = "t",
            Validation = 1, Pairs = "corect", System2 = "0.4", Condensed = true
        };
        var plan = DatasetPlan.From(spec, 7);

        Assert.False(plan.Ok);
        Assert.Equal(8, plan.Problems.Length);
        Assert.Contains(plan.Problems, problem => problem.What == "Nobody writes condensed answers in this run.");
        Assert.Contains(plan.Problems, problem => problem.Fix == "Did you mean `correct`?");
        Assert.Contains(plan.Problems, problem => problem.Fix == "Did you mean `messages`?");
        Assert.Contains(plan.Problems, problem => problem.Fix == "Did you mean `parquet`?");
    }
}
