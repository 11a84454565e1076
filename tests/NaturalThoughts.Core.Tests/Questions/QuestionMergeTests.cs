using System.Collections.Immutable;
using CsCheck;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;

namespace NaturalThoughts.Core.Tests.Questions;

public sealed class QuestionMergeTests
{
    [Fact]
    public void Fold_Duplicates_LowestRowNamesAndNextLowestFills()
    {
        var merged = Assert.Single(QuestionMerge.Fold(
        [
            Asked(1, "a", 1, "q", reference: "late", license: "late", label: "late", score: 3),
            Asked(0, "b", 1, "q ", reference: null, license: null, label: "middle", score: null, options: ["x"]),
            Asked(0, "a", 10, " q", reference: "tenth", license: null, label: null, score: null),
            Asked(0, "a", 9, "q\n", reference: null, license: null, label: null, score: null),
        ]));
        Assert.Equal((new SourceRow(0, "a", 9), 4, "q\n"), (merged.Origin, merged.Rows, merged.Question.Text));
        var question = merged.Question;
        Assert.Equal(("tenth", "late"), (question.Reference, question.License));
        Assert.Equal(("middle", 3), (question.Labels["domain"], question.Scores["s"]));
        Assert.Equal(["x"], question.Options);
    }

    [Fact]
    public void Fold_RejectedRow_SaysNothing() =>
        Assert.Empty(QuestionMerge.Fold([new() { FileDigest = Digest.Of("f"), Origin = new(0, "a", 1), Rejected = new("not-json", "") }]));

    [Fact]
    public void Fold_AnyOrderAndTwice_SameQuestions()
    {
        var row =
            from source in Gen.Int[0, 1]
            from file in Gen.Bool.Select(first => first ? "a" : "b")
            from number in Gen.Long[1, 4]
            from text in Gen.Bool.Select(first => first ? "p" : "q")
            from reference in OneOf(null, "1", "2")
            from license in OneOf(null, "mit", "cc0-1.0")
            from label in OneOf(null, "x", "y")
            from score in Gen.Int[0, 2].Select(number => number == 0 ? (double?)null : number)
            select Asked(source, file, number, text, reference, license, label, score);
        var orders =
            from rows in row.Array[0, 12]
            from order in Gen.Shuffle(Enumerable.Range(0, rows.Length).ToArray())
            select (rows, order);
        orders.Sample(given =>
        {
            // The log keeps one fact a key, so two rows with one key are the same row.
            var distinct = given.rows.DistinctBy(fact => fact.Key).ToList();
            var shuffled = given.order.Select(at => given.rows[at]).Where(distinct.Contains).ToList();
            Assert.Equal(Written(QuestionMerge.Fold(distinct)), Written(QuestionMerge.Fold([.. shuffled, .. distinct])));
            Assert.Equal(distinct.Count, QuestionMerge.Fold(distinct).Sum(question => question.Rows));
        });
    }

    static Gen<string?> OneOf(params string?[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    static IEnumerable<string> Written(ImmutableArray<MergedQuestion> merged) => merged.Select(one =>
        $"{one.Origin.Source} {one.Origin} {one.Rows} {one.Question.Id} {one.Question.Reference} {one.Question.License} "
        + $"{string.Join(',', one.Question.Labels)} {string.Join(',', one.Question.Scores)}");

    static IntakeFact Asked(
        int source, string file, long row, string text, string? reference, string? license, string? label, double? score,
        ImmutableArray<string> options = default) => new()
        {
            FileDigest = Digest.Of(file),
            Origin = new(source, file, row),
            Question = new()
            {
                Id = QuestionId.Of(text),
                Text = text,
                Source = $"s{source}",
                Reference = reference,
                License = license,
                Options = options.IsDefault ? [] : options,
                Labels = Only("domain", label),
                Scores = Only("s", score),
            },
        };

    static ImmutableSortedDictionary<string, string> Only(string name, string? value) =>
        ImmutableSortedDictionary.CreateRange<string, string>(value is null ? [] : [KeyValuePair.Create(name, value)]);

    static ImmutableSortedDictionary<string, double> Only(string name, double? value) =>
        ImmutableSortedDictionary.CreateRange<string, double>(value is null ? [] : [KeyValuePair.Create(name, value.Value)]);
}
