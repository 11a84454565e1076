using System.Collections.Immutable;
using System.Diagnostics;
using NaturalThoughts.Core.Annotations;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Core.Tests.Traces;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Core.Tests.Annotations;

public class RealTracesTests(ITestOutputHelper output)
{
    [Fact]
    public void AnnotateTrace_RealTraces_StrategiesAndVerbositySpread()
    {
        var sets = new Dictionary<string, List<TraceText>>
        {
            ["pcmb"] = [.. RealData.Lines("pcmb/traces.jsonl").Select(row => TraceParser.Parse(Of(row.Text("answer_text"), row.Text("reasoning"))))],
            ["kimi"] = [.. RealData.Lines("mmlu-pro-200/kimi-k2-thinking.jsonl").Select(row => TraceParser.Parse(Of(row.Text("result.response"), row.Text("result.reasoning_trace"))))],
            ["claude"] = [.. RealData.Lines("mmlu-pro-200/claude-4.5-haiku.jsonl").Select(row => TraceParser.Parse(Of(row.Text("result.response"), row.Text("result.reasoning_trace"))))],
            ["r1-math"] = [.. RealData.Array("r1-math/traces.json").Select(row => TraceParser.Parse(Of(row.Text("generated_cot"), null)))],
        };
        var annotators = AnnotatorSet.Of(["cues", "verbosity", "repetition"], new LimitsSpec(), new CountsWords()).Value!;
        var question = new Question { Text = "q", Id = default, Source = "s" };
        foreach (var (name, traces) in sets)
        {
            var facts = traces.Where(trace => trace.Reasoning is not null)
                .Select(trace => annotators.AnnotateTrace(question, new() { Question = default, Response = Of("x", null) }, trace)).ToList();
            double[] Column(string column) => [.. facts.Select(all => all.First(fact => fact.Values.ContainsKey(column)).Values[column].Number).Where(double.IsFinite).Order()];
            var unique = Column("strategies_unique");
            output.WriteLine($"{name}: {facts.Count} traces, complete {Column("complete").Sum()}; unique {string.Join(' ', unique.GroupBy(x => x).Select(g => $"{g.Key}:{g.Count()}"))}; 4..8: {unique.Count(x => x is >= 4 and <= 8) * 100 / unique.Length}%");
            foreach (var column in (string[])["strategies_count", "reasoning_density", "verbosity", "repetition", "reasoning_tokens"])
                output.WriteLine($"  {column}: {string.Join(' ', ((double[])[0, .1, .25, .5, .75, .9, 1]).Select(q => Column(column)[(int)(q * (facts.Count - 1))]))}");
            var seen = facts.SelectMany(all => all.SelectMany(fact => fact.Evidence).Select(place => place.Label).Distinct()).GroupBy(label => label).OrderByDescending(g => g.Count());
            output.WriteLine($"  share of traces: {string.Join(", ", seen.Select(g => $"{g.Key} {g.Count() * 100 / facts.Count}%"))}");
            Assert.True(unique.Count(x => x is >= 4 and <= 8) * 100 / unique.Length is > 15 and < 90);
        }
    }

    [Fact]
    public void AnnotateTrace_RealTraces_PhrasesPerStrategy()
    {
        var phrases = new Dictionary<string, Dictionary<string, int>>();
        var matcher = new CueMatcher(StrategyTaxonomy.BuiltIn);
        foreach (var row in RealData.Lines("pcmb/traces.jsonl").Select(row => row.Text("reasoning")!).Concat(RealData.Array("r1-math/traces.json").Select(row => row.Text("generated_cot")!)))
            foreach (var phrase in matcher.In(row).Select(hit => (hit.Place.Label, Text: row.Substring(hit.Place.Start, hit.Place.Length).ToLowerInvariant())).Distinct())
            {
                if (!phrases.TryGetValue(phrase.Label, out var counts)) phrases[phrase.Label] = counts = [];
                counts[phrase.Text] = counts.GetValueOrDefault(phrase.Text) + 1;
            }

        foreach (var (label, counts) in phrases)
            output.WriteLine($"{label}: {string.Join(", ", counts.OrderByDescending(pair => pair.Value).Take(14).Select(pair => $"{pair.Key} {pair.Value}"))}");
        var text = string.Concat(Enumerable.Repeat(RealData.Array("r1-math/traces.json")[0].Text("generated_cot"), 200))[..1_000_000];
        var watch = Stopwatch.StartNew();
        var found = matcher.In(text).Count;
        output.WriteLine($"1 MB: {watch.ElapsedMilliseconds} ms, {found} cues");
    }

    static Response Of(string? content, string? reasoning) =>
        new() { Request = default, Model = "m", Role = ModelRole.Teacher, Content = content, Reasoning = reasoning };
}
