namespace NaturalThoughts.Core.Features;

/// <summary>A column of numbers or flags while rows are being added to it.</summary>
sealed class NumberColumn
{
    readonly List<NumberBlock> _blocks = [];

    internal void Append(int row, double value, long epoch)
    {
        var index = row % FeatureTable.BlockRows;
        if (index == 0) _blocks.Add(NumberBlock.Empty(epoch));
        _blocks[^1] = _blocks[^1].Set(index, value, index, epoch);
    }

    internal void Replace(int row, double value, int rows, long epoch)
    {
        var (block, index) = Math.DivRem(row, FeatureTable.BlockRows);
        var used = Math.Min(FeatureTable.BlockRows, rows - block * FeatureTable.BlockRows);
        if (_blocks[block].Epoch < epoch) _blocks[block] = _blocks[block].Copy(epoch);
        _blocks[block] = _blocks[block].Set(index, value, used, epoch);
    }

    internal NumberBlock[] Blocks => [.. _blocks];

    internal long Bytes => _blocks.Sum(block => (long)block.Bytes);
}
