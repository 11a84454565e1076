using NaturalThoughts.Core.Memory;

namespace NaturalThoughts.Core.Features;

/// <summary>A column of numbers or flags while rows are being added to it.</summary>
sealed class NumberColumn
{
    readonly List<NumberBlock> _blocks = [];

    internal void Append(int row, double value)
    {
        var index = row % FeatureTable.BlockRows;
        if (index == 0) _blocks.Add(NumberBlock.Of(value));
        else _blocks[^1] = _blocks[^1].Append(index, value);
    }

    internal void Exchange(MemoryImage image) => image.List(_blocks, block => NumberBlock.Exchange(image, block));

    internal NumberBlock[] Blocks => [.. _blocks];

    internal long Bytes => _blocks.Sum(block => (long)block.Bytes);
}
