using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Core.Questions;

/// <summary>Merges rows that ask the same question.</summary>
public static class QuestionMerge
{
    /// <summary>
    /// Each question once, in id order. The lowest (source, file, row) gives text, source and whatever it states; a reference, options,
    /// licence, label
    /// or score that it lacks comes from the next lowest row that has it. The order of the facts does not matter; facts with one key count
    /// once;
    /// rejected rows say nothing.
    /// </summary>
    public static ImmutableArray<MergedQuestion> Fold(IEnumerable<IntakeFact> facts) =>
    [
        .. facts.Where(fact => fact.Question is not null)
            .OrderBy(fact => fact.Origin)
            .ThenBy(fact => fact.FileDigest)
            .DistinctBy(fact => fact.Key)
            .GroupBy(fact => fact.Question!.Id)
            .OrderBy(rows => rows.Key)
            .Select(rows => Merge([.. rows])),
    ];

    static MergedQuestion Merge(ImmutableArray<IntakeFact> rows)
    {
        var question = rows[0].Question!;
        foreach (var row in rows.AsSpan()[1..]) question = Fill(question, row.Question!);
        return new(question, rows[0].Origin, rows.Length);
    }

    static Question Fill(Question question, Question next) => question with
    {
        Reference = question.Reference ?? next.Reference,
        Options = question.Options.IsDefaultOrEmpty ? next.Options : question.Options,
        License = question.License ?? next.License,
        Labels = next.Labels.SetItems(question.Labels),
        Scores = next.Scores.SetItems(question.Scores),
    };
}
