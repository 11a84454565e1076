using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace NaturalThoughts.Data.Datasets.Tables;

/// <summary>Texts as UTF-8 in one buffer that is used again for every row group.</summary>
/// <remarks>Arrow's own builder copies on growth and again when it is done: several hundred MiB of garbage at a row group of 32.</remarks>
sealed class TextBuffer(string name) : ColumnBuffer
{
    readonly ArrayBufferWriter<byte> _bytes = new();
    readonly List<int> _offsets = [0];
    readonly List<byte> _validity = [];
    int _nulls;

    public override Field Field { get; } = new(name, StringType.Default, nullable: true);

    public override long Append(Cell cell) => cell.Known ? Append(cell.Text) : AppendNull();

    public long Append(string text)
    {
        SetValidity(true);
        var size = Encoding.UTF8.GetByteCount(text);
        if (size > 0) _bytes.Advance(Encoding.UTF8.GetBytes(text, _bytes.GetSpan(size)));
        _offsets.Add(_bytes.WrittenCount);
        return size + sizeof(int);
    }

    public override IArrowArray Peek() => new StringArray(
        _offsets.Count - 1,
        new ArrowBuffer(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_offsets)).ToArray()),
        new ArrowBuffer(_bytes.WrittenMemory),
        _nulls == 0 ? ArrowBuffer.Empty : new ArrowBuffer(_validity.ToArray()),
        _nulls);

    public override void Clear()
    {
        _bytes.ResetWrittenCount();
        _offsets.RemoveRange(1, _offsets.Count - 1);
        _validity.Clear();
        _nulls = 0;
    }

    long AppendNull()
    {
        SetValidity(false);
        _nulls++;
        _offsets.Add(_bytes.WrittenCount);
        return sizeof(int);
    }

    // Arrow's bitmap: one bit a row, the lowest first.
    void SetValidity(bool known)
    {
        var row = _offsets.Count - 1;
        if (row % 8 == 0) _validity.Add(0);
        if (known) _validity[^1] |= (byte)(1 << (row % 8));
    }
}
