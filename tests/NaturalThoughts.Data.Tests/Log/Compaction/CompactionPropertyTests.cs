using CsCheck;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Compaction;
using NaturalThoughts.Data.Log.Segments;

namespace NaturalThoughts.Data.Tests.Log.Compaction;

public sealed class CompactionPropertyTests
{
    static readonly CompactionOptions AtOnce = new() { Grace = TimeSpan.Zero };

    enum Act
    {
        CommitByFirst,
        CommitBySecond,
        Compact,
        CompactHalf,
    }

    [Fact]
    public Task Replay_AnyOrderOfCommitsAndCompactions_IsWhatWasCommittedInItsOrder() =>
        Gen.Select(Gen.Enum<Act>(), Gen.Int[1, 50]).Array[1, 14].SampleAsync(
            async acts =>
            {
                using var folder = new TempFolder();
                SegmentLog[] writers = [await SegmentLog.OpenAsync(folder.Path), await SegmentLog.OpenAsync(folder.Path)];
                var expected = new List<LoggedFact>();
                foreach (var (act, count) in acts)
                    if (act is Act.Compact) await new LogCompactor(folder.Path, AtOnce).CompactAsync();
                    else if (act is Act.CompactHalf) await StopAfterAsync(folder, steps: count);
                    else await CommitAsync(writers[(int)act], count, expected);

                var texts = expected.Select(logged => logged.WithoutTexts());
                return (await folder.ReplayAsync()).SequenceEqual(expected)
                    && (await writers[0].ReplayAsync(1, texts: false).ToListAsync()).SequenceEqual(texts)
                    && await EveryCutAgreesAsync(writers[1], expected);
            },
            iter: 25);

    static async Task CommitAsync(SegmentLog writer, int count, List<LoggedFact> log)
    {
        for (var i = 0; i < count; i++)
        {
            var facts = SomeFacts.Responses(1000 + log.Count, 1 + (i % 3));
            CommitResult result;
            while ((result = await writer.CommitAsync(facts)) is CommitResult.Collision) await writer.ReplayAsync().ToListAsync();
            var number = ((CommitResult.Committed)result).Number;
            log.AddRange(facts.Select((fact, row) => new LoggedFact(fact, new(number, row))));
        }
    }

    static async Task StopAfterAsync(TempFolder folder, int steps)
    {
        var compactor = new LogCompactor(folder.Path, AtOnce)
        {
            At = (_, _) =>
            {
                if (--steps < 0) throw new OperationCanceledException();
            },
        };
        try
        {
            await compactor.CompactAsync();
        }
        catch (OperationCanceledException) when (steps < 0)
        {
            return; // as a process that ends there
        }
    }

    // As of any segment, and read at any position, the log says the same as when it was written.
    static async Task<bool> EveryCutAgreesAsync(SegmentLog log, List<LoggedFact> expected)
    {
        var read = await log.ReadAsync([.. expected.Select(logged => logged.Position)]);
        if (!read.SequenceEqual(expected.Select(logged => logged.Fact))) return false;
        foreach (var cut in expected.Select(logged => logged.Position.Segment).Distinct().Where(cut => cut % 17 == 1))
        {
            var after = await log.ReplayAsync(cut).ToListAsync();
            if (!after.SequenceEqual(expected.SkipWhile(logged => logged.Position.Segment < cut))) return false;
        }

        return true;
    }
}
