using System.Numerics;
using System.Runtime.InteropServices;
using NaturalThoughts.Core.Memory;

namespace NaturalThoughts.Core.Features;

/// <summary>
/// Numbers, flags or codes of texts of <see cref="FeatureTable.BlockRows"/> rows, in the narrowest form that gives each back bit for bit.
/// </summary>
sealed class NumberBlock
{
    readonly int _form;
    readonly byte[] _bytes;

    // What every row holds as long as they are the same.
    readonly double _constant;

    NumberBlock(int form, double constant = double.NaN)
    {
        (_form, _constant) = (form, constant);
        _bytes = Form.Bytes == 0 ? [] : GC.AllocateUninitializedArray<byte>(Form.Bytes * FeatureTable.BlockRows);
        switch (Form.Bytes)
        {
            case 1 or 2: _bytes.AsSpan().Fill(byte.MaxValue); break;
            case 4: Cells<float>().Fill(float.NaN); break;
            case 8: Cells<double>().Fill(double.NaN); break;
        }
    }

    /// <summary>A block with its first row.</summary>
    internal static NumberBlock Of(double value) => new(0, value);

    internal static NumberBlock Exchange(MemoryImage image, NumberBlock? block)
    {
        var (form, constant) = (image.Count(block?._form ?? 0), image.Same(block?._constant ?? 0));
        block ??= new(form, constant);
        image.Each(block._bytes.AsSpan());
        return block;
    }

    internal int Bytes => _bytes.Length;

    internal NumberForm Form => NumberForm.All[_form];

    /// <summary>The codes of all rows there is room for, where one takes a byte; else none.</summary>
    internal ReadOnlySpan<byte> ByteCodes => Form.Bytes == 1 ? _bytes : [];

    /// <summary>The same where one takes two bytes.</summary>
    internal ReadOnlySpan<ushort> ShortCodes => Form.Bytes == 2 ? Cells<ushort>() : [];

    /// <summary>Writes the next value in place, where no snapshot sees it yet, when the form holds it; else gives a wider block.</summary>
    internal NumberBlock Append(int row, double value)
    {
        if (Form.Bytes == 0) return NumberForm.Same(value, _constant) ? this : Wider(row, value);
        if (!double.IsNaN(value) && !Form.Holds(value)) return Wider(row, value);
        Write(row, value);
        return this;
    }

    NumberBlock Wider(int row, double value)
    {
        var form = Math.Max(_form, 1);
        Span<double> values = stackalloc double[FeatureTable.BlockRows];
        values = values[..row];
        Read(0, values);
        while (!HoldsAll(NumberForm.All[form], [value]) || !HoldsAll(NumberForm.All[form], values)) form++;
        var wider = new NumberBlock(form);
        for (var index = 0; index < row; index++) wider.Write(index, values[index]);
        wider.Write(row, value);
        return wider;
    }

    /// <summary>One value, NaN for null.</summary>
    internal double this[int row]
    {
        get
        {
            Span<double> one = stackalloc double[1];
            Read(row, one);
            return one[0];
        }
    }

    /// <summary>Values from a row on, NaN for null.</summary>
    internal void Read(int start, Span<double> into)
    {
        switch (Form.Bytes)
        {
            case 0: into.Fill(_constant); break;
            case 1: Decode(_bytes.AsSpan(start, into.Length), into); break;
            case 2: Decode(Cells<ushort>().Slice(start, into.Length), into); break;
            case 4: Widen(Cells<float>().Slice(start, into.Length), into); break;
            default: Cells<double>().Slice(start, into.Length).CopyTo(into); break;
        }
    }

    /// <summary>Codes of texts from a row on, <see cref="FeatureTable.NullCode"/> for null.</summary>
    /// <remarks>Codes come only in the forms of whole numbers: those of steps hold no number that the narrower of these do not.</remarks>
    internal void ReadCodes(int start, Span<ushort> into)
    {
        switch (Form.Bytes)
        {
            case 0: into.Fill(double.IsNaN(_constant) ? FeatureTable.NullCode : (ushort)_constant); break;
            case 1: Widen(_bytes.AsSpan(start, into.Length), into); break;
            default: Cells<ushort>().Slice(start, into.Length).CopyTo(into); break;
        }
    }

    /// <summary>The code of one row's text.</summary>
    internal ushort Code(int row)
    {
        Span<ushort> one = stackalloc ushort[1];
        ReadCodes(row, one);
        return one[0];
    }

    static void Widen(ReadOnlySpan<byte> codes, Span<ushort> into)
    {
        for (var row = 0; row < into.Length; row++) into[row] = codes[row] == byte.MaxValue ? FeatureTable.NullCode : codes[row];
    }

    // One of 256 numbers: to look it up costs less than to divide.
    void Decode(ReadOnlySpan<byte> codes, Span<double> into)
    {
        var values = Form.ByteValues;
        for (var row = 0; row < into.Length; row++) into[row] = values[codes[row]];
    }

    void Decode(ReadOnlySpan<ushort> codes, Span<double> into)
    {
        var row = 0;
        var divisor = new Vector<double>((double)Form.Divisor);
        for (; row <= into.Length - Vector<ushort>.Count; row += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(codes[row..]), out var low, out var high);
            var to = into.Slice(row, Vector<ushort>.Count);
            Divide(low, divisor, to);
            Divide(high, divisor, to[Vector<uint>.Count..]);
        }

        for (; row < into.Length; row++) into[row] = codes[row] == ushort.MaxValue ? double.NaN : codes[row] / (double)Form.Divisor;
    }

    static void Divide(Vector<uint> codes, Vector<double> divisor, Span<double> into)
    {
        Vector.Widen(codes, out var low, out var high);
        Divide(low, divisor).CopyTo(into);
        Divide(high, divisor).CopyTo(into[Vector<ulong>.Count..]);
    }

    // The bits of 2^52 + code, less 2^52: integers become numbers without a conversion that not every CPU has.
    static Vector<double> Divide(Vector<ulong> codes, Vector<double> divisor)
    {
        const double shift = 4503599627370496.0;
        var bits = codes | new Vector<ulong>(BitConverter.DoubleToUInt64Bits(shift));
        var numbers = Vector.AsVectorDouble(bits) - new Vector<double>(shift);
        var isNull = Vector.Equals(codes, new Vector<ulong>(ushort.MaxValue));
        return Vector.ConditionalSelect(Vector.AsVectorDouble(isNull), new Vector<double>(double.NaN), numbers / divisor);
    }

    static void Widen(ReadOnlySpan<float> numbers, Span<double> into)
    {
        for (var row = 0; row < into.Length; row++) into[row] = float.IsNaN(numbers[row]) ? double.NaN : numbers[row];
    }

    void Write(int row, double value)
    {
        var isNull = double.IsNaN(value);
        switch (Form.Bytes)
        {
            case 1: _bytes[row] = (byte)(isNull ? Form.Null : Form.Code(value)); break;
            case 2: Cells<ushort>()[row] = (ushort)(isNull ? Form.Null : Form.Code(value)); break;
            case 4: Cells<float>()[row] = (float)value; break;
            case 8: Cells<double>()[row] = value; break;
        }
    }

    Span<T> Cells<T>() where T : struct => MemoryMarshal.Cast<byte, T>(_bytes.AsSpan());

    static bool HoldsAll(NumberForm form, ReadOnlySpan<double> values)
    {
        foreach (var value in values)
            if (!double.IsNaN(value) && !form.Holds(value)) return false;
        return true;
    }
}
