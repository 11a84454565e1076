using System.Diagnostics;
using System.Globalization;
using NaturalThoughts.Benchmarks.Measuring;

namespace NaturalThoughts.Benchmarks.Scenarios.Cleaning;

/// <summary>Decontamination and near duplicates, held against the same by SQL.</summary>
/// <remarks>Pairs are taken at a size at which five of them take no minutes; at the full size each is run once.</remarks>
/// <param name="questions">How many questions at scale 1.</param>
/// <param name="paired">How many of which pairs are taken.</param>
sealed class QuestionCleaning(int questions = 1_000_000, int paired = 50_000) : IScenario
{
    const string Peer = "DuckDB, the same by SQL";
    const double Threshold = 0.8;
    const int Shingle = 5;
    const int Ngram = 13;

    /// <inheritdoc/>
    public string Name => "cleaning";

    /// <inheritdoc/>
    public string About => "Questions of benchmarks and near duplicates are found among 1 M questions; DuckDB does it by SQL.";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Row>> MeasureAsync(Effort effort)
    {
        var (some, many) = (effort.Of(paired), effort.Of(questions));
        return
        [
            Row.OfTimes(Path(some), Peer, await PairsAsync(some, effort.Pairs), Bar.AtLeast(1)),
            Row.OfTimes($"{Path(many)}, once", Peer, [await OnceAsync(many)], Bar.AtLeast(1)),
        ];
    }

    static async Task<Pair> OnceAsync(int count)
    {
        var pool = new Pool(count);
        using var sql = new SqlCleaning(pool);
        var (seconds, cleaned) = await OursAsync(pool);
        var started = Stopwatch.GetTimestamp();
        var theirs = sql.Run(Threshold, Shingle, Ngram);
        var pair = new Pair(seconds, Stopwatch.GetElapsedTime(started).TotalSeconds);
        Compare(cleaned, theirs, count);
        return pair;
    }

    static async Task<IReadOnlyList<Pair>> PairsAsync(int count, int pairs)
    {
        var pool = new Pool(count);
        using var sql = new SqlCleaning(pool);
        Compare((await OursAsync(pool)).Cleaned, sql.Run(Threshold, Shingle, Ngram), count);
        return await Pair.TakeAsync(pairs, async () => (await OursAsync(pool)).Seconds, () =>
        {
            var started = Stopwatch.GetTimestamp();
            sql.Run(Threshold, Shingle, Ngram);
            return Task.FromResult(Stopwatch.GetElapsedTime(started).TotalSeconds);
        });
    }

    // Both miss one pair of a thousand right at the threshold, and others than each other, because their hash functions differ.
    static void Compare(Cleaned ours, Cleaned theirs, int count)
    {
        if (!ours.Contaminated.SetEquals(theirs.Contaminated))
            throw new InvalidOperationException($"{ours.Contaminated.Count} contaminated questions, and {theirs.Contaminated.Count}.");
        var apart = ours.Near.Except(theirs.Near).Count() + theirs.Near.Except(ours.Near).Count();
        Console.Error.WriteLine(
            $"{count} questions: {ours.Contaminated.Count} contaminated, {ours.Near.Count} near, {apart} of them by one only.");
        if (apart > 1 + (ours.Near.Count / 1000)) throw new InvalidOperationException($"{apart} near duplicates are known to one only.");
    }

    static async Task<(double Seconds, Cleaned Cleaned)> OursAsync(Pool pool)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var started = Stopwatch.GetTimestamp();
        var cleaned = await OurCleaning.RunAsync(pool, Threshold, Shingle, Ngram);
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, cleaned);
    }

    static string Path(int count) => string.Create(
        CultureInfo.InvariantCulture, $"benchmarks' questions and near duplicates among {count:n0} questions");
}
