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
