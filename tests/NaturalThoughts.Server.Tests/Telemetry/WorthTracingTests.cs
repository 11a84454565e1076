using System.Diagnostics;
using NaturalThoughts.Server.Telemetry;
using OpenTelemetry.Trace;

namespace NaturalThoughts.Server.Tests.Telemetry;

public sealed class WorthTracingTests
{
    static readonly ActivityContext Nothing = default;

    [Theory]
    [InlineData("curate", true)]
    [InlineData("select", true)]
    [InlineData("emit", true)]
    [InlineData("Microsoft.AspNetCore.Hosting.HttpRequestIn", true)]
    [InlineData("commit", false)]
    [InlineData("chat teach", false)]
    [InlineData("GET", false)]
    [InlineData("nt.ISelectionShardGrain/Counts", false)]
    public void ShouldSample_BelongsToNothing_ByWhatItIs(string name, bool traced) =>
        Assert.Equal(traced, IsTraced(new(0), name, Nothing));

    [Theory]
    [InlineData("commit", ActivityTraceFlags.Recorded, true)]
    [InlineData("commit", ActivityTraceFlags.None, false)]
    [InlineData("Microsoft.AspNetCore.Hosting.HttpRequestIn", ActivityTraceFlags.None, false)]
    [InlineData("select", ActivityTraceFlags.None, true)]
    public void ShouldSample_PartOfSomething_AsThat(string name, ActivityTraceFlags flags, bool traced) =>
        Assert.Equal(traced, IsTraced(new(0), name, new(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), flags)));

    [Theory]
    [InlineData(0)]
    [InlineData(0.25)]
    [InlineData(1)]
    public void ShouldSample_Questions_AboutTheShareOfThem(double share)
    {
        const int questions = 4000;
        var traced = Enumerable.Range(0, questions).Count(_ => IsTraced(new(share), "question", Nothing));

        // Five standard deviations of as many tosses.
        var spread = 5 * Math.Sqrt(questions * share * (1 - share));
        Assert.InRange(traced, (questions * share) - spread, (questions * share) + spread);
    }

    static bool IsTraced(WorthTracing sampler, string name, ActivityContext parent) =>
        sampler.ShouldSample(new(parent, ActivityTraceId.CreateRandom(), name, ActivityKind.Internal)).Decision is SamplingDecision.RecordAndSample;
}
