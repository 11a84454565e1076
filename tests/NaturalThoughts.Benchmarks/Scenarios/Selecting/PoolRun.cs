using System.Collections.Immutable;
using NaturalThoughts.Benchmarks.Shapes;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Data.Log.Segments;
using NaturalThoughts.Data.Runs;
using NaturalThoughts.Server;

namespace NaturalThoughts.Benchmarks.Scenarios.Selecting;

/// <summary>A run over a pool, served by a silo in this process.</summary>
/// <remarks>What its shards' logs hold of texts is short: only those that a report shows are read by who selects.</remarks>
sealed class PoolRun : IAsyncDisposable
{
    const string Run = "pool";
    const int SealsOfSegment = 4096;
    static readonly Digest Plan = Digest.Of("plan");

    // What the recipes that are measured read, and what questions are ranked by.
    static readonly HashSet<string> Columns =
        ["complete", "reasoning_tokens", "response_tokens", "strategies_unique", "disagree", "pass_rate", "domain"];

    readonly DirectoryInfo _folder;
    IHost _silo;

    PoolRun(DirectoryInfo folder, IHost silo) => (_folder, _silo) = (folder, silo);

    /// <summary>The run.</summary>
    public IRunGrain Grain => _silo.Services.GetRequiredService<IGrainFactory>().Run(Run);

    string Root => Path.Combine(_folder.FullName, "runs");

    /// <summary>Makes the run and opens it.</summary>
    public static async Task<PoolRun> StartAsync(int questions, int shards)
    {
        var folder = Directory.CreateTempSubdirectory("naturalthoughts-bench-");
        var run = new PoolRun(folder, await LocalSilo.StartAsync(Path.Combine(folder.FullName, "runs"), false, CancellationToken.None));
        await run.AcceptAsync(shards);
        await run.StopAsync();
        await run.SealAsync(questions, shards);
        run._silo = await LocalSilo.StartAsync(run.Root, false, CancellationToken.None);
        await run.OpenAsync();
        return run;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _folder.Delete(recursive: true);
    }

    async Task OpenAsync()
    {
        while (true)
            try
            {
                if (await Grain.Open() is not { } opened) continue;
                if (!opened.Ok) throw new InvalidOperationException($"{opened.Problems[0]}");
                return;
            }
            catch (Exception error) when (Passing.Is(error))
            {
                // Millions of facts are being read on every core; the answer comes when it is asked for again.
            }
    }

    async Task StopAsync()
    {
        await _silo.StopAsync();
        _silo.Dispose();
    }

    async Task AcceptAsync(int shards)
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder.FullName, "traces.jsonl"), """{"q": "What is 1 plus 1?", "r": "<think>2</think>2"}""");
        var yaml = $$"""
            run: {{Run}}
            shards: {{shards}}
            source:
              path: traces.jsonl
              columns: {question: q, responses: [{role: teacher, model: t, content: r}]}
            """;
        var accepted = await Grain.Curate(new() { Yaml = yaml, FileName = "spec.yaml", Folder = _folder.FullName });
        if (!accepted.Ok) throw new InvalidOperationException($"{accepted.Problems[0]}");
        while (!(await Grain.Status()).Phase.HasEnded()) await Task.Delay(20);
    }

    Task SealAsync(int questions, int shards)
    {
        var ids = new QuestionId[questions];
        Parallel.For(0, questions, number => ids[number] = Pool.QuestionOf(number));
        var numbers = Enumerable.Range(0, questions).ToLookup(number => ids[number].Shard(shards));
        var run = RunFolder.Of(Root, Run).Value!;
        return Parallel.ForAsync(0, shards, async (shard, cancellation) =>
        {
            var log = await SegmentLog.OpenAsync(run.Shard(shard), cancellation: cancellation);
            foreach (var seals in numbers[shard].Chunk(SealsOfSegment))
                await log.CommitAsync([.. seals.SelectMany(number => FactsOf(number, ids[number]))], cancellation);
        });
    }

    static IEnumerable<Fact> FactsOf(int number, QuestionId question)
    {
        SealedTrace[] traces =
            [.. PoolRows.Of(number).Select(row => new SealedTrace(Pool.TraceOf(question, row.Sample), Plan, ValuesOf(row)))];
        var origin = new SourceRow(0, "traces.jsonl", number + 1);
        yield return new IntakeFact
        {
            FileDigest = Plan,
            Origin = origin,
            Question = new() { Id = question, Text = Pool.TextOf(number), Source = "pool" },
        };
        for (var sample = 0; sample < traces.Length; sample++)
            yield return new ResponseFact
            {
                Question = question,
                Origin = origin,
                Response = new()
                {
                    Request = Pool.Asked,
                    Sample = sample,
                    Model = "t",
                    Role = ModelRole.Teacher,
                    Content = "<think>so</think>4",
                },
            };

        yield return new SealFact { Question = question, Plan = Plan, Generation = 1 + traces.Length, Traces = [.. traces] };
    }

    static ImmutableSortedDictionary<string, FeatureValue> ValuesOf(PoolRow row) => Pool.Named(row)
        .Where(value => Columns.Contains(value.Name) && !value.Value.IsNull)
        .ToImmutableSortedDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal);
}
