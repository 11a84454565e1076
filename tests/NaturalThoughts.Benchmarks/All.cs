using NaturalThoughts.Benchmarks.Growth;
using NaturalThoughts.Benchmarks.Measuring;
using NaturalThoughts.Benchmarks.Scenarios.Cleaning;
using NaturalThoughts.Benchmarks.Scenarios.Files;
using NaturalThoughts.Benchmarks.Scenarios.KMeans;
using NaturalThoughts.Benchmarks.Scenarios.Orchestration;
using NaturalThoughts.Benchmarks.Scenarios.Replay;
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
        new ShardReplay(),
        new Orchestration(),
        new Limit(),
        new Streaming(),
        new KMeansIteration(),
        new QuestionCleaning(),
    ];

    /// <summary>Whose growth is measured.</summary>
    public static IGrowing[] Growing { get; } =
    [
        new PoolGrowth(),
    ];
}
