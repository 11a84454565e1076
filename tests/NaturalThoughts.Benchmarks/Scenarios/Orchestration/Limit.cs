using NaturalThoughts.Benchmarks.Measuring;

namespace NaturalThoughts.Benchmarks.Scenarios.Orchestration;

/// <summary>How many completions a second a silo takes in where models answer at once, beside a loop that writes the same durable
/// segments: no grains, no annotation, no conclusion.</summary>
sealed class Limit : IScenario
{
    /// <inheritdoc/>
    public string Name => "limit";

    /// <inheritdoc/>
    public string About => "a silo whose models answer 20 KB at once, beside a bare loop that writes the same durable segments";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Row>> MeasureAsync(Effort effort)
    {
        await using var server = await AnswerServer.StartAsync(TimeSpan.Zero, Answers.Of20Kb);
        await using var contest = await Contest.StartAsync(server.Address, effort, rate: 2500);
        await using var durable = await DurableTake.OfAsync(contest.Run);
        var (ours, theirs) = (new List<Steady>(), new List<Steady>());
        var pairs = await Pair.TakeAsync(
            effort.Pairs, contest.OursAsync(ours), contest.TheirsAsync(new(server.Address, durable.TakeAsync), theirs));
        return
        [
            Row.Of("orchestration at the limit: 0 ms, 20 KB, all durable", "loop that writes the same segments", pairs, Bar.AtLeast(0.5),
                each => $"{1 / each:0}/s"),
            CpuRow("silo's CPU of a completion at the limit", ours),
            CpuRow("the loop's", theirs),
        ];
    }

    static Row CpuRow(string of, List<Steady> each) => Row.OfFigure(
        of, $"{Row.Median(each.Skip(1), steady => steady.Cpu / steady.Completions) * 1000:0.00} ms", "", null);
}
