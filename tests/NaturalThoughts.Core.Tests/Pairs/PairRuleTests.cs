using CsCheck;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Pairs;

namespace NaturalThoughts.Core.Tests.Pairs;

public sealed class PairRuleTests
{
    static readonly FeatureSchema Schema = new([]);

    static readonly Gen<Trace[]> Question = Gen.Select(
            Gen.Int[0, 2].Select(flag => flag == 0 ? (bool?)null : flag == 1), Gen.Int[0, 5].Select(flag => flag > 0), Gen.Int[1, 30])
        .Select((correct, complete, tokens) => new Trace(correct, complete, tokens)).Array[1, 8];

    [Fact]
    public void Partner_AnyQuestion_IsWhatTheKindSays() =>
        Gen.Select(Question, Gen.OneOf("correct", "shorter", "both"), Gen.ULong).Sample((traces, name, seed) =>
        {
            var (rows, all) = (Rows(traces), Enumerable.Range(0, traces.Length).ToList());
            var rule = new PairRule(name, rows, seed);
            foreach (var (chosen, trace) in traces.Index())
            {
                var others = all.Where(row => row != chosen && traces[row].Complete).ToList();
                var wrong = name is "shorter" ? [] : others.Where(row => traces[row].Correct is false).ToList();
                var longer = name is "correct" ? []
                    : others.Where(row => traces[row].Correct is true && traces[row].Tokens >= 1.5 * trace.Tokens).ToList();
                var longest = longer.Where(row => traces[row].Tokens == longer.Max(other => traces[other].Tokens)).ToList();
                var fitting = wrong.Count > 0 ? wrong : longest;

                var partner = rule.Partner(chosen, all);

                Assert.Equal(trace.Correct is true, rule.Chooses(chosen));
                Assert.Equal(trace.Correct is true && fitting.Count > 0, partner is not null);
                if (partner is not { } found) continue;
                Assert.Contains(found.Row, fitting);
                Assert.Equal(wrong.Count > 0 ? PairKind.Correct : PairKind.Shorter, found.Kind);
                Assert.Equal(found, rule.Partner(chosen, all.AsEnumerable().Reverse()));
            }
        });

    [Fact]
    public void Partner_ManyToChooseFrom_DiffersBySeedAndByChosenTrace()
    {
        Trace[] traces = [.. Enumerable.Range(0, 40).Select(i => new Trace(i < 20, true, 10))];
        var (rows, all) = (Rows(traces), Enumerable.Range(0, 40).ToList());
        var one = Partners(1);

        Assert.InRange(one.Distinct().Count(), 8, 20);
        Assert.NotEqual(one, Partners(2));

        List<int> Partners(ulong seed) =>
            [.. Enumerable.Range(0, 20).Select(chosen => new PairRule("correct", rows, seed).Partner(chosen, all)!.Value.Row)];
    }

    static FeatureSnapshot Rows(Trace[] traces)
    {
        var table = new FeatureTable(Schema);
        foreach (var (i, trace) in traces.Index())
        {
            var values = Enumerable.Repeat(FeatureValue.Null, Schema.Columns.Length).ToArray();
            values[Schema.Ordinal("correct")] = FeatureValue.Of(trace.Correct);
            values[Schema.Ordinal("complete")] = FeatureValue.Of((bool?)trace.Complete);
            values[Schema.Ordinal("response_tokens")] = FeatureValue.Of(trace.Tokens);
            table.Add(new TraceId(Digest.Of($"{i}").Value), QuestionId.Of("q"), values);
        }

        return table.Snapshot();
    }

    sealed record Trace(bool? Correct, bool Complete, double Tokens);
}
