using System.Buffers;

namespace NaturalThoughts.Core.Memory;

/// <summary>Small records of any length by number, which change as often as they like. A record of n bytes takes n + 5 to n + 10 bytes, 4
/// of them for its place, and a sixteenth on top of all is room that changed records left behind.</summary>
/// <remarks>
/// A record that gets another length is written anew behind all others, and its old place is dead. Where the dead become more
/// than a sixteenth of all, the chunk that holds most of them is emptied by writing its living records behind the others too. So
/// records that all grow, in whatever order, leave nothing behind that only smaller ones could use, as lists of free places by
/// size would (Rumble, Kejriwal and Ousterhout, <i>Log-structured memory for DRAM-based storage</i>, FAST 2014).
/// </remarks>
public sealed class RecordArena
{
    /// <summary>Bytes of a chunk; a longer record gets one of its own.</summary>
    public const int ChunkBytes = 1 << 16;

    // The higher half of a place is its chunk, the lower half the byte in it.
    const int MostChunks = 1 << 16;
    const int MostSpare = 2;

    readonly BlockList<uint> _places = new();
    readonly List<Chunk> _chunks = [];
    readonly Stack<int> _empty = new();
    readonly ArrayBufferWriter<byte> _header = new(10);
    int _head = -1;
    long _used;
    long _dead;

    /// <summary>Records.</summary>
    public int Count => _places.Count;

    /// <summary>Bytes all of it takes.</summary>
    public long Bytes => _places.Bytes + _chunks.Sum(chunk => (long)chunk.Bytes.Length);

    /// <summary>A record; to be used before the next <see cref="Set"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none with this number.</exception>
    public ReadOnlySpan<byte> this[int number] => Locate(_places[number], out _);

    /// <summary>Puts a record in place of the one with its number, or behind the last one.</summary>
    /// <param name="number">At most <see cref="Count"/>.</param>
    /// <param name="record">Its bytes, not from this arena.</param>
    /// <exception cref="InvalidOperationException">More than 4 GiB.</exception>
    public void Set(int number, ReadOnlySpan<byte> record)
    {
        if (number == Count)
        {
            _places.Add(Append(number, record));
            return;
        }

        var old = _places[number];
        var bytes = Locate(old, out var size);
        if (bytes.Length == record.Length)
        {
            record.CopyTo(bytes);
            return;
        }

        Kill(old, size);
        _places[number] = Append(number, record);
        while (_dead > (_used / 16) + (2 * ChunkBytes)) Clean();
    }

    /// <summary>Writes all of it to an image, or reads it from one.</summary>
    public void Exchange(MemoryImage image)
    {
        _places.Exchange(image);
        image.List(_chunks, chunk =>
        {
            chunk ??= new() { Bytes = [] };
            var (length, used, dead) = (image.Count(chunk.Bytes.Length), image.Count(chunk.Used), image.Count(chunk.Dead));
            if (image.IsRead) chunk = new() { Bytes = length == 0 ? [] : new byte[length], Used = used, Dead = dead };
            image.Each(chunk.Bytes.AsSpan(0, used));
            return chunk;
        });
        // A stack gives its items last one first.
        List<int> empty = [.. _empty.Reverse()];
        image.List(empty, image.Same);
        if (image.IsRead) foreach (var index in empty) _empty.Push(index);
        image.One(ref _head);
        image.One(ref _used);
        image.One(ref _dead);
    }

    Span<byte> Locate(uint place, out int size)
    {
        var bytes = _chunks[(int)(place >> 16)].Bytes.AsSpan((int)(place & 0xFFFF));
        ReadOnlySpan<byte> rest = bytes;
        _ = Varint.Read(ref rest);
        var length = Varint.Read(ref rest);
        var header = bytes.Length - rest.Length;
        size = header + length;
        return bytes.Slice(header, length);
    }

    // A record's own number stands before it, so that a chunk can say which of its records live.
    uint Append(int number, ReadOnlySpan<byte> record)
    {
        _header.ResetWrittenCount();
        Varint.Write(_header, number);
        Varint.Write(_header, record.Length);
        var size = _header.WrittenCount + record.Length;
        var index = ChunkFor(size);
        var chunk = _chunks[index];
        var place = ((uint)index << 16) | (uint)chunk.Used;
        _header.WrittenSpan.CopyTo(chunk.Bytes.AsSpan(chunk.Used));
        record.CopyTo(chunk.Bytes.AsSpan(chunk.Used + _header.WrittenCount));
        chunk.Used += size;
        _used += size;
        return place;
    }

    int ChunkFor(int size)
    {
        if (size > ChunkBytes) return NewChunk(size);
        if (_head < 0 || _chunks[_head].Used + size > ChunkBytes) _head = NewChunk(ChunkBytes);
        return _head;
    }

    int NewChunk(int bytes)
    {
        if (_empty.TryPop(out var index))
        {
            if (_chunks[index].Bytes.Length != bytes) _chunks[index].Bytes = new byte[bytes];
            return index;
        }

        if (_chunks.Count == MostChunks) throw new InvalidOperationException("The records take more than 4 GiB.");
        _chunks.Add(new() { Bytes = new byte[bytes] });
        return _chunks.Count - 1;
    }

    void Kill(uint place, int size)
    {
        var index = (int)(place >> 16);
        var chunk = _chunks[index];
        chunk.Dead += size;
        _dead += size;
        if (chunk.Dead == chunk.Used && index != _head) Empty(index);
    }

    void Clean()
    {
        var fullest = -1;
        for (var index = 0; index < _chunks.Count; index++)
            if (index != _head && (fullest < 0 || _chunks[index].Dead > _chunks[fullest].Dead)) fullest = index;
        var chunk = _chunks[fullest];
        for (var at = 0; at < chunk.Used;)
        {
            var place = ((uint)fullest << 16) | (uint)at;
            var record = Locate(place, out var size);
            ReadOnlySpan<byte> header = chunk.Bytes.AsSpan(at);
            var number = Varint.Read(ref header);
            if (_places[number] == place) _places[number] = Append(number, record);
            at += size;
        }

        Empty(fullest);
    }

    void Empty(int index)
    {
        var chunk = _chunks[index];
        _used -= chunk.Used;
        _dead -= chunk.Dead;
        (chunk.Used, chunk.Dead) = (0, 0);
        if (chunk.Bytes.Length != ChunkBytes || _empty.Count >= MostSpare) chunk.Bytes = [];
        _empty.Push(index);
    }

    sealed class Chunk
    {
        public required byte[] Bytes { get; set; }

        public int Used { get; set; }

        public int Dead { get; set; }
    }
}
