using CsCheck;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Memory;

namespace NaturalThoughts.Core.Tests.Features;

public sealed class FeatureTableTests
{
    static readonly int Tokens = Tables.Schema.Ordinal("reasoning_tokens");
    static readonly int Domain = Tables.Schema.Ordinal("domain");
    static readonly int Difficulty = Tables.Schema.Ordinal("difficulty");

    [Fact]
    public void Value_AnyRows_IsWhatWasPutIn() =>
        Tables.Rows(40).Sample(rows =>
        {
            var snapshot = Tables.Of(rows).Snapshot();
            for (var row = 0; row < rows.Length; row++)
            {
                Assert.Equal(Tables.Trace(row), snapshot.Trace(row));
                Assert.Equal(Tables.Question(row), snapshot.Question(row));
                for (var ordinal = 0; ordinal < rows[row].Length; ordinal++) Same(rows[row][ordinal], snapshot.Value(row, ordinal));
            }
        }, iter: 300);

    [Fact]
    public void NumbersAndCodes_AnyRange_AreTheValues() =>
        Gen.Select(Tables.Rows(40), Gen.Int[0, 40], Gen.Int[0, 40]).Sample((rows, from, to) =>
        {
            var start = Math.Min(from, rows.Length);
            var length = Math.Clamp(to - start, 0, rows.Length - start);
            var snapshot = Tables.Of(rows).Snapshot();
            var numbers = new double[length];
            var codes = new ushort[length];
            foreach (var (column, ordinal) in Tables.Schema.Columns.Select((column, ordinal) => (column, ordinal)))
            {
                if (column.Kind == FeatureKind.Text) snapshot.Codes(ordinal, start, codes);
                else snapshot.Numbers(ordinal, start, numbers);
                for (var row = 0; row < length; row++)
                {
                    var value = rows[start + row][ordinal];
                    if (column.Kind != FeatureKind.Text) Assert.Equal(value.Number, numbers[row]);
                    else Assert.Equal(value.Text, codes[row] == FeatureTable.NullCode ? null : snapshot.Texts(ordinal)[codes[row]]);
                }
            }
        }, iter: 300);

    [Fact]
    public void Numbers_AcrossBlocks_AreTheValues()
    {
        var table = new FeatureTable(Tables.Schema);
        for (var row = 0; row < 10_000; row++)
            Add(table, row, $"{row % 7}");
        var snapshot = table.Snapshot();
        var numbers = new double[9000];
        var codes = new ushort[9000];
        snapshot.Numbers(Tokens, 500, numbers);
        snapshot.Codes(Domain, 500, codes);
        Assert.Equal(Enumerable.Range(500, 9000).Select(row => (double)row), numbers);
        Assert.Equal(Enumerable.Range(500, 9000).Select(row => $"{row % 7}"), codes.Select(code => snapshot.Texts(Domain)[code]));
    }

    [Fact]
    public void Snapshot_WriterGoesOn_KeepsItsRowsAndValues()
    {
        var table = new FeatureTable(Tables.Schema);
        Add(table, 3, "a");
        Add(table, 4, null);
        var before = table.Snapshot();

        Add(table, 1e300, "b");
        table.Hide(1);
        var after = table.Snapshot();
        table.Hide(0);

        Assert.Equal(2, before.Count);
        Assert.Equal([3.0, 4.0], Enumerable.Range(0, 2).Select(row => before.Value(row, Tokens).Number));
        Assert.Equal("a", before.Value(0, Domain).Text);
        Assert.Equal(["a"], before.Texts(Domain));
        Assert.False(before.TryCode(Domain, "b", out _));
        Assert.True(before.Visible(0) && before.Visible(1));

        Assert.Equal(3, after.Count);
        Assert.Equal([3.0, 4.0, 1e300], Enumerable.Range(0, 3).Select(row => after.Value(row, Tokens).Number));
        Assert.True(after.Visible(0) && !after.Visible(1) && after.Visible(2));
    }

    [Fact]
    public void With_ColumnIsMaterialised_OnlyTheNewSnapshotHasIt()
    {
        var table = new FeatureTable(Tables.Schema);
        Add(table, 3, "a");
        Add(table, 4, null);
        table.Hide(1);
        var before = table.Snapshot();
        Add(table, 5, "b");

        var after = before.With(Difficulty, [0.75, double.NaN]);

        Assert.True(before.Value(0, Difficulty).IsNull);
        Assert.Equal((0.75, true), (after.Value(0, Difficulty).Number, after.Value(1, Difficulty).IsNull));
        Assert.Equal((2, 3.0, "a", false), (after.Count, after.Value(0, Tokens).Number, after.Value(0, Domain).Text, after.Visible(1)));
        Assert.Throws<ArgumentException>(() => before.With(Difficulty, [1]));
    }

    [Fact]
    public void With_Texts_AreThoseOfTheNewSnapshotAlone()
    {
        var table = new FeatureTable(Tables.Schema);
        Add(table, 3, "a");
        Add(table, 4, null);
        var before = table.Snapshot();
        var cluster = Tables.Schema.Ordinal("cluster");

        var after = before.With(cluster, row => row == 0 ? "7" : null);

        Assert.True(before.Value(0, cluster).IsNull);
        Assert.Equal(("7", true, "a", 3.0), (after.Value(0, cluster).Text, after.Value(1, cluster).IsNull, after.Value(0, Domain).Text,
            after.Value(0, Tokens).Number));
        Assert.Equal((0, 0), (after.QuestionNumber(0), after.QuestionNumber(1)));
        Assert.Throws<ArgumentException>(() => before.With(Difficulty, _ => null));
    }

    [Fact]
    public async Task Snapshot_ReadWhileTheWriterAppends_NeverChanges()
    {
        var table = new FeatureTable(Tables.Schema);
        for (var row = 0; row < 5000; row++) Add(table, row, $"{row % 50}");
        var snapshot = table.Snapshot();
        var reader = Task.Run(() =>
        {
            var numbers = new double[snapshot.Count];
            for (var pass = 0; pass < 20; pass++)
            {
                snapshot.Numbers(Tokens, 0, numbers);
                for (var row = 0; row < numbers.Length; row++)
                    if (numbers[row] != row || snapshot.Value(row, Domain).Text != $"{row % 50}" || !snapshot.Visible(row)) return row;
            }

            return -1;
        });
        for (var row = 5000; row < 30_000; row++)
        {
            Add(table, row * 1.37, $"{row}");
            if (row % 3 == 0) table.Hide(row - 5000);
            if (row % 1000 == 0) table.Snapshot();
        }

        Assert.Equal(-1, await reader);
    }

    [Fact]
    public void Snapshot_NothingChanged_IsTheSame()
    {
        var table = new FeatureTable(Tables.Schema);
        Add(table, 1, null);
        Assert.Same(table.Snapshot(), table.Snapshot());
    }

    [Fact]
    public void Codes_MoreTextsThanCodes_ColumnReadsNull()
    {
        var table = new FeatureTable(Tables.Schema);
        for (var row = 0; row < 65_535; row++) Add(table, row, $"{row}");
        var full = table.Snapshot();
        Add(table, 0, "one more");
        var over = table.Snapshot();

        Assert.False(full.Overflowed(Domain));
        Assert.Equal("65534", full.Value(65_534, Domain).Text);
        Assert.True(over.Overflowed(Domain));
        Assert.True(over.Value(0, Domain).IsNull);
        var codes = new ushort[2];
        over.Codes(Domain, 0, codes);
        Assert.Equal([FeatureTable.NullCode, FeatureTable.NullCode], codes);
    }

    [Fact]
    public void Codes_MoreTextsThanAByteHolds_AreTheTexts()
    {
        var table = new FeatureTable(Tables.Schema);
        for (var row = 0; row < 300; row++) Add(table, 1, row % 3 == 0 ? null : $"{row}");
        var codes = new ushort[300];
        var snapshot = table.Snapshot();
        snapshot.Codes(Domain, 0, codes);
        for (var row = 0; row < codes.Length; row++)
            Assert.Equal(row % 3 == 0 ? null : $"{row}", codes[row] == FeatureTable.NullCode ? null : snapshot.Texts(Domain)[codes[row]]);
    }

    [Fact]
    public void Question_TablesThatShareAnIndex_ShowTheirOwn()
    {
        var questions = new IdIndex();
        var (one, other) = (new FeatureTable(Tables.Schema, questions), new FeatureTable(Tables.Schema, questions));
        foreach (var row in new[] { 0, 3, 1 }) one.Add(Tables.Trace(row), Tables.Question(row), Tables.Nulls());
        other.Add(Tables.Trace(3), Tables.Question(3), Tables.Nulls());
        Assert.Equal(2, questions.Count);
        Assert.Equal([Tables.Question(0), Tables.Question(3), Tables.Question(0)], Enumerable.Range(0, 3).Select(one.Snapshot().Question));
        Assert.Equal(Tables.Question(3), other.Snapshot().Question(0));
    }

    [Fact]
    public void Add_WrongKindOrCount_Throws()
    {
        var table = new FeatureTable(Tables.Schema);
        Assert.Throws<ArgumentException>(() => table.Add(default, default, []));
        Assert.Throws<ArgumentException>(() => table.Add(default, default, Tables.Nulls(("domain", FeatureValue.Of(1)))));
        Assert.Equal(0, table.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => table.Hide(0));
    }

    [Fact]
    public void NumbersAndCodes_WrongKindOrRange_Throw()
    {
        var table = new FeatureTable(Tables.Schema);
        Add(table, 1, "a");
        var snapshot = table.Snapshot();
        Assert.Throws<ArgumentException>(() => snapshot.Numbers(Domain, 0, new double[1]));
        Assert.Throws<ArgumentException>(() => snapshot.Codes(Tokens, 0, new ushort[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => snapshot.Numbers(Tokens, 0, new double[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => snapshot.Visible(1));
    }

    static void Add(FeatureTable table, double tokens, string? domain) =>
        table.Add(
            Tables.Trace(table.Count), Tables.Question(table.Count),
            Tables.Nulls(("reasoning_tokens", FeatureValue.Of(tokens)), ("domain", FeatureValue.Of(domain))));

    static void Same(FeatureValue expected, FeatureValue actual)
    {
        Assert.Equal(expected.Kind, actual.Kind);
        Assert.Equal(expected.Text, actual.Text);
        if (!expected.IsNull) Assert.Equal(BitConverter.DoubleToInt64Bits(expected.Number), BitConverter.DoubleToInt64Bits(actual.Number));
    }
}
