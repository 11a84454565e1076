using CsCheck;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Tests.Features;

/// <summary>Random rows for tables.</summary>
static class Tables
{
    internal static FeatureSchema Schema { get; } = new(["score", "reward model"]);

    /// <summary>A value of a column: null, from few values, or anything.</summary>
    internal static Gen<FeatureValue> Value(FeatureDefinition column) => column.Kind switch
    {
        FeatureKind.Flag => Gen.OneOf<bool?>(true, false, null).Select(FeatureValue.Of),
        FeatureKind.Text => Gen.OneOf<string?>("Science", "Law", "it's", "", null).Select(FeatureValue.Of),
        _ => Number.Select(FeatureValue.Of),
    };

    /// <summary>Rows with one value for each column.</summary>
    internal static Gen<FeatureValue[][]> Rows(int most) =>
        Gen.Int[0, most].SelectMany(count => Row.Array[count]);

    /// <summary>A table of these rows; question n has rows 3n to 3n + 2.</summary>
    internal static FeatureTable Of(FeatureValue[][] rows)
    {
        var table = new FeatureTable(Schema);
        for (var row = 0; row < rows.Length; row++) table.Add(Trace(row), Question(row), rows[row]);
        return table;
    }

    internal static TraceId Trace(int row) => new((UInt128)(row + 1) * 0x9E3779B97F4A7C15);

    internal static QuestionId Question(int row) => new((UInt128)(row / 3) << 70);

    /// <summary>Nulls in every column but some.</summary>
    internal static FeatureValue[] Nulls(params (string Column, FeatureValue Value)[] given)
    {
        var values = Schema.Columns.Select(_ => FeatureValue.Null).ToArray();
        foreach (var (column, value) in given) values[Schema.Ordinal(column)] = value;
        return values;
    }

    static Gen<double> Number { get; } = Gen.Frequency(
        (3, Gen.Int[-2, 12].Select(n => (double)n)),
        (2, Gen.Int[0, 100].Select(n => n / 10.0)),
        (1, Gen.Int[0, 70000].Select(n => n / 1000.0)),
        (1, Gen.Int[0, 100000].Select(n => (double)n)),
        (1, Gen.OneOf(double.NaN, -0.0, 0.1f, 1e300, 1e-300, -5, 255, 65535)),
        (1, Gen.Double[-1e6, 1e6]));

    static Gen<FeatureValue[]> Row { get; } =
        Schema.Columns.Select(column => Value(column).Select(value => new[] { value }))
            .Aggregate((left, right) => Gen.Select(left, right).Select(pair => pair.Item1.Concat(pair.Item2).ToArray()));
}
