using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Server.Console.Runs;

namespace NaturalThoughts.Server.Tests.Console;

public sealed class StageTests
{
    [Theory]
    [InlineData(RunPhase.Intake, "Now Ahead Ahead Ahead")]
    [InlineData(RunPhase.Traces, "Over Now Ahead Ahead")]
    [InlineData(RunPhase.Selecting, "Over Over Now Ahead")]
    [InlineData(RunPhase.Emitting, "Over Over Over Now")]
    [InlineData(RunPhase.Done, "Over Over Over Over")]
    // It stopped in the middle of the traces.
    [InlineData(RunPhase.Paused, "Over Ahead Ahead Ahead")]
    [InlineData(RunPhase.Idle, "Over Ahead Ahead Ahead")]
    public void Of_EachPhase_SaysWhatIsOver(RunPhase phase, string states) =>
        Assert.Equal(states, string.Join(' ', Stage.Of(Status(phase)).Select(stage => stage.State)));

    [Fact]
    public void Of_RunThatCleans_HasThatStage()
    {
        var status = Status(RunPhase.Traces) with { CleaningRule = Digest.Of("rule") };
        Assert.Equal(["Intake", "Cleaning", "Traces", "Selections", "Datasets"], Stage.Of(status).Select(stage => stage.Name));
    }

    static RunStatus Status(RunPhase phase) => new()
    {
        Run = "r", Phase = phase, Counts = new ShardCounts { Questions = 10, Unique = 10, Sealed = 4, Open = 6, Traces = 4 },
    };
}
