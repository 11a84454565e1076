using System.Runtime.InteropServices;
using System.Text;

namespace NaturalThoughts.Core.Memory;

/// <summary>Memory on its way to a file or back. What is kept names its parts once, in one order, for both ways: so what is read cannot
/// drift from what is written.</summary>
/// <remarks>Blocks go as they lie in memory, so an image is for machines of one byte order, and nothing is converted. Who reads has made
/// sure by a checksum that these are the bytes that were written.</remarks>
public abstract class MemoryImage
{
    /// <summary>Whether it is read, into structures that are empty; else it is written.</summary>
    public abstract bool IsRead { get; }

    /// <summary>Writes bytes, or fills them.</summary>
    protected abstract void Exchange(Span<byte> bytes);

    /// <summary>Any values, as many as there is room for.</summary>
    public void Each<T>(Span<T> values)
        where T : unmanaged => Exchange(MemoryMarshal.AsBytes(values));

    /// <summary>A value.</summary>
    public void One<T>(ref T value)
        where T : unmanaged => Each(new Span<T>(ref value));

    /// <summary>How many of something: what is said when it is written, and what was said then when it is read.</summary>
    public int Count(int count)
    {
        One(ref count);
        return count;
    }

    /// <summary>A text.</summary>
    public string Text(string text)
    {
        var bytes = IsRead ? [] : Encoding.UTF8.GetBytes(text);
        var length = Count(bytes.Length);
        if (!IsRead)
        {
            Each(bytes.AsSpan());
            return text;
        }

        bytes = new byte[length];
        Each(bytes.AsSpan());
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>A list of anything.</summary>
    /// <param name="list">The list; empty when it is read.</param>
    /// <param name="item">Exchanges an item; gets null when it is read.</param>
    public void List<T>(IList<T> list, Func<T?, T> item)
    {
        var count = Count(list.Count);
        for (var index = 0; index < count; index++)
            if (IsRead) list.Add(item(default));
            else item(list[index]);
    }

    /// <summary>Blocks of so many values.</summary>
    public void Blocks<T>(List<T[]> blocks, int length)
        where T : unmanaged => List(blocks, block =>
        {
            block ??= GC.AllocateUninitializedArray<T>(length);
            Each(block.AsSpan());
            return block;
        });

    /// <summary>A dictionary, in its order.</summary>
    /// <param name="values">The dictionary; empty when it is read.</param>
    /// <param name="key">Exchanges a key; gets the default when it is read.</param>
    public void Map<TKey, TValue>(IDictionary<TKey, TValue> values, Func<TKey?, TKey> key)
        where TKey : notnull
        where TValue : unmanaged
    {
        var pairs = values.ToList();
        List(pairs, pair =>
        {
            var (name, value) = (key(pair.Key), pair.Value);
            One(ref value);
            return new(name, value);
        });
        if (!IsRead) return;
        foreach (var (name, value) in pairs) values[name] = value;
    }

    /// <summary>A value, as <see cref="List"/> and <see cref="Map"/> want it.</summary>
    public T Same<T>(T value)
        where T : unmanaged
    {
        One(ref value);
        return value;
    }
}
