using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Memory;

namespace NaturalThoughts.Core.Features;

/// <summary>The rows' ids, and which rows are hidden. A question's id is kept once, in the index; a row holds its number there.</summary>
sealed class RowBlocks(IdIndex questions)
{
    readonly List<TraceId[]> _traces = [];
    readonly List<int[]> _questions = [];
    readonly List<(ulong[]? Hidden, long Epoch)> _masks = [];

    internal int Count { get; private set; }

    internal int Add(TraceId trace, QuestionId question)
    {
        var index = Count % FeatureTable.BlockRows;
        if (index == 0)
        {
            _traces.Add(new TraceId[FeatureTable.BlockRows]);
            _questions.Add(new int[FeatureTable.BlockRows]);
            _masks.Add(default);
        }

        _traces[^1][index] = trace;
        _questions[^1][index] = questions.Add(question.Value);
        return Count++;
    }

    internal TraceId Trace(int row) => _traces[row / FeatureTable.BlockRows][row % FeatureTable.BlockRows];

    internal void Hide(int row, long epoch)
    {
        var (block, index) = Math.DivRem(row, FeatureTable.BlockRows);
        var (hidden, made) = _masks[block];
        if (hidden is null) hidden = new ulong[FeatureTable.BlockRows / 64];
        else if (made < epoch) hidden = [.. hidden];
        hidden[index / 64] |= 1UL << (index % 64);
        _masks[block] = (hidden, epoch);
    }

    internal void Exchange(MemoryImage image)
    {
        Count = image.Count(Count);
        image.Blocks(_traces, FeatureTable.BlockRows);
        image.Blocks(_questions, FeatureTable.BlockRows);
        image.List(_masks, mask =>
        {
            var hidden = mask.Hidden;
            if (image.Count(hidden is null ? 0 : 1) == 0) return default;
            hidden ??= new ulong[FeatureTable.BlockRows / 64];
            image.Each(hidden.AsSpan());
            return (hidden, mask.Epoch);
        });
    }

    internal RowsView View => new(
        Count, [.. _traces], [.. _questions], questions.Blocks, [.. _masks.Select(mask => mask.Hidden)]);

    internal long Bytes =>
        _traces.Count * 20L * FeatureTable.BlockRows + _masks.Count(mask => mask.Hidden is not null) * (FeatureTable.BlockRows / 8L);
}

/// <summary>What a snapshot keeps of the rows.</summary>
/// <param name="Count">Rows, hidden ones included.</param>
/// <param name="Traces">Trace ids by block.</param>
/// <param name="Questions">The number of each row's question, by block.</param>
/// <param name="Ids">Question ids by number, by block.</param>
/// <param name="Hidden">A bit for each hidden row by block; null: none.</param>
sealed record RowsView(int Count, TraceId[][] Traces, int[][] Questions, UInt128[][] Ids, ulong[]?[] Hidden)
{
    internal QuestionId Question(int block, int index)
    {
        var (ids, at) = Math.DivRem(Questions[block][index], BlockList<UInt128>.BlockLength);
        return new(Ids[ids][at]);
    }
}
