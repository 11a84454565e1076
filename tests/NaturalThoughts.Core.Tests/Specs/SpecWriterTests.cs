using System.Text.Json;
using CsCheck;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Core.Tests.Specs;

public sealed class SpecWriterTests
{
    [Fact]
    public void Write_AnySpec_ReadsBackEqual() =>
        RandomSpecs.Specs.Sample(
            spec => Assert.Equal(Shown(spec), Shown(ReadBack(SpecWriter.Write(spec)))),
            iter: 500,
            print: SpecWriter.Write);

    [Fact]
    public void Write_SpecWithEveryKey_ReadsBackEqual()
    {
        var spec = ReadBack(SpecTexts.EveryKey);

        Assert.Equal(Shown(spec), Shown(ReadBack(SpecWriter.Write(spec))));
    }

    [Fact]
    public void Write_SmallestSpec_ShowsTheDefaults() =>
        Assert.Equal(
            """
            run: r
            shards: 8
            source:
            - path: q.jsonl
              name: q
              preset: s1
            annotate: [cues, verbosity, repetition, answer]
            limits:
              response_tokens: 16384
              max_failed: 0.01
              length: keep
              attempts: 4
              silence: 120
            selections: []
            datasets: []

            """,
            SpecWriter.Write(ReadBack("run: r\nsource: {path: q.jsonl, preset: s1}\n")));

    static RunSpec ReadBack(string yaml)
    {
        var read = SpecReader.Read(yaml, "run.yaml");
        Assert.Empty(read.Problems);
        return read.Value!;
    }

    /// <summary>Every field, lists included: records compare lists by reference.</summary>
    static string Shown(RunSpec spec) => JsonSerializer.Serialize(spec, Indented);

    static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true };
}
