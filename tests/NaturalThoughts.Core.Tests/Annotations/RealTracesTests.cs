using NaturalThoughts.Core.Annotations;
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
            ["pcmb"] = [.. RealData.Lines("pcmb/traces.jsonl").Select(row =>
                TraceParser.Parse(Of(row.Text("answer_text"), row.Text("reasoning"))))],
            ["kimi"] = [.. RealData.Lines("mmlu-pro-200/kimi-k2-thinking.jsonl").Select(row =>
                TraceParser.Parse(Of(row.Text("result.response"), row.Text("result.reasoning_trace"))))],
            ["claude"] = [.. RealData.Lines("mmlu-pro-200/claude-4.5-haiku.jsonl").Select(row =>
                TraceParser.Parse(Of(row.Text("result.response"), row.Text("result.reasoning_trace"))))],
            ["r1-math"] = [.. RealData.Array("r1-math/traces.json").Select(row => TraceParser.Parse(Of(row.Text("generated_cot"), null)))],
        };
        var annotators = AnnotatorSet.Of(["cues", "verbosity", "repetition"], new LimitsSpec(), new CountsWords()).Value!;
        var question = new Question { Text = "q", Id = default, Source = "s" };
        foreach (var (name, traces) in sets)
        {
            var facts = traces.Where(trace => trace.Reasoning is not null)
                .Select(trace => annotators.AnnotateTrace(question, new() { Question = default, Response = Of("x", null) }, trace))
                    .ToList();
            double[] Column(string column) =>
                [.. facts.Select(all => all.First(fact => fact.Values.ContainsKey(column)).Values[column].Number).Where(double.IsFinite)
                    .Order()];
            double Quantile(string column, double share) => Column(column)[(int)(share * (facts.Count - 1))];
            var unique = Column("strategies_unique");
            var counts = unique.GroupBy(x => x).Select(g => $"{g.Key}:{g.Count()}");
            output.WriteLine($"{name}: {facts.Count} traces; unique {string.Join(' ', counts)}; "
                + $"4..8: {unique.Count(x => x is >= 4 and <= 8) * 100 / unique.Length}%");
            double[] shares = [0, .1, .25, .5, .75, .9, 1];
            foreach (var column in (string[])["strategies_count", "reasoning_density", "verbosity", "repetition", "reasoning_tokens"])
                output.WriteLine($"  {column}: {string.Join(' ', shares.Select(share => Quantile(column, share)))}");
            var seen = facts.SelectMany(all => all.SelectMany(fact => fact.Evidence).Select(place => place.Label).Distinct())
                .GroupBy(label => label).OrderByDescending(g => g.Count());
            output.WriteLine($"  share of traces: {string.Join(", ", seen.Select(g => $"{g.Key} {g.Count() * 100 / facts.Count}%"))}");
            Assert.True(unique.Count(x => x is >= 4 and <= 8) * 100 / unique.Length is > 25 and < 80);
        }
    }

    static Response Of(string? content, string? reasoning) =>
        new() { Request = default, Model = "m", Role = ModelRole.Teacher, Content = content, Reasoning = reasoning };
}
