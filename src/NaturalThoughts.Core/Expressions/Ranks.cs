using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Core.Expressions;

/// <summary>Percentiles of one column's values.</summary>
sealed class Ranks
{
    readonly double[] _values;
    readonly double[] _percentiles;
    readonly long[] _less;
    readonly double _total;

    // Columns of whole numbers or of decimal steps are looked up by code instead of searched.
    readonly NumberForm _form;
    readonly double[]? _byCode;

    internal Ranks(ColumnHistogram histogram)
    {
        _values = [.. histogram.Values];
        _percentiles = new double[_values.Length];
        _less = new long[_values.Length + 1];
        _total = histogram.Total;
        for (var index = 0; index < _values.Length; index++)
        {
            _less[index + 1] = _less[index] + histogram.Counts[index];
            _percentiles[index] = (_less[index] + 0.5 * histogram.Counts[index]) / _total;
        }

        _form = NumberForm.All.FirstOrDefault(form => form.Bytes == 2 && _values.All(form.Holds));
        if (_form.Bytes != 2 || _values.Length == 0) return;
        _byCode = new double[_form.Code(_values[^1]) + 1];
        Array.Fill(_byCode, double.NaN);
        for (var index = 0; index < _values.Length; index++) _byCode[_form.Code(_values[index])] = _percentiles[index];
    }

    /// <summary>(less + ½ · equal) / n, also of a value that no row has; NaN for NaN and where there are no rows.</summary>
    internal double Of(double value)
    {
        if (double.IsNaN(value)) return double.NaN;
        var index = Array.BinarySearch(_values, value + 0.0);
        return index >= 0 ? _percentiles[index] : _less[~index] / _total;
    }

    /// <summary>Percentiles of a block's rows from one on, by their codes; false where the block has none, or of other numbers.</summary>
    internal bool Read(NumberBlock block, int start, Span<double> into)
    {
        if (_byCode is not { } byCode || block.Form.Bytes is not (1 or 2) || block.Form.Divisor != _form.Divisor) return false;
        if (block.Form.Bytes == 1)
            for (var row = 0; row < into.Length; row++) into[row] = Find(byCode, block.ByteCodes[start + row], byte.MaxValue);
        else
            for (var row = 0; row < into.Length; row++) into[row] = Find(byCode, block.ShortCodes[start + row], ushort.MaxValue);
        return true;
    }

    // The histogram has every number of the pool, so what a code stands for is among them, but for a pool that has grown since.
    double Find(double[] byCode, int code, int nothing)
    {
        if (code == nothing) return double.NaN;
        var percentile = code < byCode.Length ? byCode[code] : double.NaN;
        return double.IsNaN(percentile) ? Of(code / (double)_form.Divisor) : percentile;
    }

    internal void Replace(Span<double> values)
    {
        if (_byCode is not { } byCode)
        {
            foreach (ref var value in values) value = Of(value);
            return;
        }

        double divisor = _form.Divisor;
        foreach (ref var value in values)
        {
            if (double.IsNaN(value)) continue;
            var code = value >= 0 && value * divisor + 0.5 < byCode.Length ? (int)(value * divisor + 0.5) : 0;
            value = code / divisor == value && !double.IsNaN(byCode[code]) ? byCode[code] : Of(value);
        }
    }
}
