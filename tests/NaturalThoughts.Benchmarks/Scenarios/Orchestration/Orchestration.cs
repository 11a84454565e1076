using NaturalThoughts.Benchmarks.Measuring;

namespace NaturalThoughts.Benchmarks.Scenarios.Orchestration;

/// <summary>A silo that keeps 256 slots of a model server busy, beside a loop of 256 workers that reads the same responses and drops
/// them. Both are warm and take turns: the silo's run is paused while the loop runs.</summary>
sealed class Orchestration : IScenario
{
    static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public string Name => "orchestration";

    /// <inheritdoc/>
    public string About => "256 slots of a model server that takes 200 ms for 20 KB, beside a bare HttpClient loop";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Row>> MeasureAsync(Effort effort)
    {
        var annotation = AnnotationCost.Of(Answers.Of20Kb, effort.Pairs);
        var counting = AnnotationCost.Of(Answers.Of20Kb, effort.Pairs, counted: false) - annotation;
        await using var server = await AnswerServer.StartAsync(Latency, Answers.Of20Kb);
        await using var contest = await Contest.StartAsync(server.Address, effort, rate: 1500);
        var (ours, theirs) = (new List<Steady>(), new List<Steady>());
        var pairs = await Pair.TakeAsync(effort.Pairs, contest.OursAsync(ours), contest.TheirsAsync(new(server.Address), theirs));
        double Cpu(List<Steady> of) => Row.Median(of.Skip(1), steady => steady.Cpu / steady.Completions);
        var rest = Cpu(ours) - annotation;
        return
        [
            Row.Of("orchestration: 200 ms, 256 slots, 20 KB", "HttpClient, 256 workers", pairs, Bar.AtLeast(0.97), each => $"{1 / each:0}/s"),
            Row.OfFigure("CPU of a completion, annotation apart", $"{rest * 1000:0.00} ms", "≤ 1 ms", rest <= 0.001),
            Row.OfFigure("annotation of a completion", $"{annotation * 1000:0.00} ms", "", null),
            Row.OfFigure("counting its tokens, where the server does not", $"{counting * 1000:0.00} ms", "", null),
            Row.OfFigure("CPU of a completion in the bare loop", $"{Cpu(theirs) * 1000:0.00} ms", "", null),
        ];
    }
}
