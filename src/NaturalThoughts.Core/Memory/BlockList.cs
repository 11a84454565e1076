using System.Runtime.CompilerServices;

namespace NaturalThoughts.Core.Memory;

/// <summary>A list that only grows, in blocks that never move: growing copies nothing and leaves no half of it empty. At most one block
/// is more than it needs.</summary>
/// <remarks>One writer. What lies behind <see cref="Count"/> at some moment may be read from any thread through the
/// <see cref="Blocks"/> taken at that moment, as long as the writer does not change it.</remarks>
public sealed class BlockList<T>
    where T : unmanaged
{
    /// <summary>Items of a block; of 16 bytes each, a block stays out of the heap of large objects.</summary>
    public const int BlockLength = 4096;

    readonly List<T[]> _blocks = [];

    /// <summary>Items.</summary>
    public int Count { get; private set; }

    /// <summary>The blocks as of now.</summary>
    public T[][] Blocks => [.. _blocks];

    /// <summary>Bytes the blocks take.</summary>
    public long Bytes => (long)_blocks.Count * BlockLength * Unsafe.SizeOf<T>();

    /// <summary>The place of an item.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such item.</exception>
    public ref T this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return ref _blocks[index / BlockLength][index % BlockLength];
        }
    }

    /// <summary>Writes all of it to an image, or reads it from one.</summary>
    public void Exchange(MemoryImage image)
    {
        Count = image.Count(Count);
        image.Blocks(_blocks, BlockLength);
    }

    /// <summary>Adds an item and returns its index.</summary>
    public int Add(T item)
    {
        if (Count % BlockLength == 0) _blocks.Add(new T[BlockLength]);
        _blocks[^1][Count % BlockLength] = item;
        return Count++;
    }
}
