using System.Diagnostics.Metrics;
using NaturalThoughts.Core.Telemetry;
using NaturalThoughts.Tests;

namespace NaturalThoughts.Core.Tests.Telemetry;

public sealed class LiveSourcesTests
{
    [Fact]
    public void All_SourcesComeAndGo_GaugeTellsAboutThoseThereAre()
    {
        var sources = new LiveSources<string>();
        using var heard = new Heard();
        Observed.Meter.CreateObservableGauge(
            "naturalthoughts.tested", () => sources.All.Select(source => new Measurement<long>(source.Length, new KeyValuePair<string, object?>("source", source))));

        sources.Add("one");
        sources.Add("three");
        sources.Add("three");
        Assert.Equal([("source=one", 3), ("source=three", 5)], heard.Now("tested").Select(pair => (pair.Key, pair.Value)).Order());
        sources.Remove("one");
        sources.Remove("never there");
        Assert.Equal(["source=three"], heard.Now("tested").Keys);
    }

    [Fact]
    public void Add_SourcesThatAreEqual_AreTwo()
    {
        var sources = new LiveSources<Tuple<int>>();
        sources.Add(new(1));
        sources.Add(new(1));
        Assert.Equal(2, sources.All.Count());
    }
}
