using NaturalThoughts.Benchmarks.Growth;
using NaturalThoughts.Benchmarks.Measuring;
using NaturalThoughts.Benchmarks.Scenarios.Files;
using NaturalThoughts.Benchmarks.Scenarios.Orchestration;
using NaturalThoughts.Benchmarks.Scenarios.Selecting;

namespace NaturalThoughts.Benchmarks;

/// <summary>What is measured.</summary>
static class All
{
    /// <summary>The rows of the table, in their order.</summary>
    public static IScenario[] Scenarios { get; } =
    [
        new RecipeScenario(),
        new GrainScenario(),
        new ExpressionScenario(),
        new Ingest(),
        new Emission(),
        new Orchestration(),
        new Limit(),
        new Streaming(),
    ];

    /// <summary>Whose growth is measured.</summary>
    public static IGrowing[] Growing { get; } =
    [
        new PoolGrowth(),
    ];
}
