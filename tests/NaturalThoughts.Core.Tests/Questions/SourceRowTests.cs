using CsCheck;
using NaturalThoughts.Core.Questions;

namespace NaturalThoughts.Core.Tests.Questions;

public sealed class SourceRowTests
{
    static readonly SourceRow Row = new(2, "a.jsonl", 7);

    static readonly Gen<SourceRow> Rows = Gen.Select(
        Gen.Int[0, 12], Gen.OneOf("a", "b"), Gen.Long[1, 3], Gen.OneOf("", "x/0003", "x/0011", "x/0003/y/0000"),
        (source, file, row, via) => new SourceRow(source, file, row, via.Length == 0 ? null : via));

    [Fact]
    public void Imported_RowOfAFile_SaysByWhichWayItCame()
    {
        var once = Row.Imported("first", "second", 1);
        Assert.Equal(new(1, "a.jsonl", 7, "first/0002"), once);
        Assert.Equal("run:first/0002/a.jsonl:7", once.ToString());
        Assert.Equal(new(0, "a.jsonl", 7, "second/0001/first/0002"), once.Imported("second", "third", 0));
    }

    [Fact]
    public void Imported_BackIntoTheRunThatReadIt_IsTheRowItWas()
    {
        var there = Row.Imported("first", "second", 1);
        Assert.Equal(Row, there.Imported("second", "first", 9));
        Assert.Equal(Row, there.Imported("second", "third", 0).Imported("third", "first", 9));
        Assert.Equal(there, there.Imported("second", "third", 0).Imported("third", "second", 9));
    }

    [Fact]
    public void Imported_AnyRows_KeepTheirOrder() => Gen.Select(Rows, Rows).Sample((left, right) =>
        Math.Sign(left.CompareTo(right)) == Math.Sign(left.Imported("r", "s", 0).CompareTo(right.Imported("r", "s", 0))));
}
