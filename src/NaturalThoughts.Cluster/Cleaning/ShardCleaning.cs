using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Cleaning;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Log.Segments;

namespace NaturalThoughts.Cluster.Cleaning;

/// <summary>A shard's part in one cleaning.</summary>
sealed class ShardCleaning : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    readonly CancellationTokenSource _ended = new();
    readonly NormalText _text = new();
    readonly TimeProvider _time;
    readonly Task<ShardQuestions> _reading;
    int _read;

    /// <summary>Begins to read the shard's questions, beside the grain's own turns.</summary>
    /// <param name="session">The cleaning.</param>
    /// <param name="run">The run, with the rule.</param>
    /// <param name="shard">The shard's number.</param>
    /// <param name="intake">Sum of the keys of the rows that the shard knows.</param>
    /// <param name="time">The clock.</param>
    public ShardCleaning(Guid session, RunContext run, int shard, UInt128 intake, TimeProvider time)
    {
        (Session, Rule, Intake, _time, Recording) = (session, run.Plan.Cleaning!.Value, intake, time, new(time));
        _reading = Task.Run(() => ReadAsync(run, SegmentLog.OpenToRead(run.Folder.Shard(shard)), _ended.Token));
    }

    /// <summary>The cleaning.</summary>
    public Guid Session { get; }

    /// <summary>The rule.</summary>
    public Digest Rule { get; }

    /// <summary>Sum of the keys of rows that are judged for certain; of later ones some are.</summary>
    public UInt128 Intake { get; }

    /// <summary>The questions, once they are read.</summary>
    public ShardQuestions? Questions => _reading.IsCompletedSuccessfully ? _reading.Result : null;

    /// <summary>Near duplicates that the shard was told of.</summary>
    public List<NearDuplicate> Near { get; } = [];

    /// <summary>The commit of what the cleaning came to.</summary>
    public LongWork<ShardCounts> Recording { get; }

    /// <summary>Waits a while for the reading.</summary>
    public async Task<CleaningReading> WaitAsync()
    {
        await ((Task)_reading).WaitAsync(Patience, _time)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return _reading.IsCompleted ? new((await _reading).Count, true) : new(Volatile.Read(ref _read), false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended.Cancel();
        _reading.ContinueWith(
            read => read.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
    }

    // Up to where the log ends now: all rows are durable before a cleaning begins.
    async Task<ShardQuestions> ReadAsync(RunContext run, SegmentLog log, CancellationToken stop)
    {
        var clean = run.Spec.Clean!;
        var benchmarks = await run.Benchmarks.GetAsync();
        var questions = new ShardQuestions(clean.NearDuplicates is { } near ? LshBands.For(near.Threshold) : null);
        try
        {
            var end = await log.EndAsync(stop);
            if (end.Last > 0)
                await foreach (var (fact, position) in log.ReplayAsync(1, texts: false, stop))
                {
                    if (position.Segment > end.Last) break;
                    if (fact is IntakeFact { Question: not null } row) Take(questions, row, clean, benchmarks);
                }

            questions.Seal();
            return questions;
        }
        catch
        {
            questions.Dispose();
            throw;
        }
    }

    void Take(ShardQuestions questions, IntakeFact row, CleanSpec clean, BenchmarkIndex? benchmarks)
    {
        var question = row.Question!;
        if (!questions.Add(question.Id, row.Origin)) return;
        var found = benchmarks?.Find(question, _text);
        // A benchmark's question is nobody's duplicate: it is gone before.
        questions.Judge(found, found is null && clean.NearDuplicates is { } near ? ShinglesOf(question.Text, near) : []);
        Volatile.Write(ref _read, questions.Count);
    }

    ulong[] ShinglesOf(string text, NearDuplicateSpec near)
    {
        _text.Read(text, operators: true);
        return Shingles.Of(_text, near.Shingle);
    }
}
