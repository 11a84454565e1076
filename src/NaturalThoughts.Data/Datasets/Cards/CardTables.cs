using System.Collections.Immutable;
using System.Text;
using NaturalThoughts.Data.Charts;
using NaturalThoughts.Data.Datasets.Parts;
using NaturalThoughts.Data.Datasets.Publishing;
using NaturalThoughts.Data.Datasets.Tables;

namespace NaturalThoughts.Data.Datasets.Cards;

/// <summary>The tables in a card's body.</summary>
static class CardTables
{
    /// <summary>Every question and every response, each with what became of it.</summary>
    public static string Counts(ReconciledCounts counts, PartCounts rows, long selected)
    {
        var table = new StringBuilder("| | |\n| --- | ---: |\n");
        Line("questions in", counts.QuestionsIn);
        Line("= unique", counts.Unique);
        Line("+ duplicates", counts.Duplicates);
        Line("+ near duplicates", counts.NearDuplicates);
        Line("+ contaminated", counts.Contaminated);
        Line("+ unusable", counts.Unusable.Values.Sum());
        foreach (var (reason, count) in counts.Unusable) Line($"– of these {MarkdownText.Inline(reason)}", count);
        Line("responses asked for or imported", counts.ResponsesAsked);
        Line("= committed", counts.ResponsesCommitted);
        foreach (var (reason, count) in counts.Unreadable) Line($"– judgements that none of these gives: {MarkdownText.Inline(reason)}", count);
        Line("+ failed", counts.ResponsesFailed.Values.Sum());
        foreach (var (reason, count) in counts.ResponsesFailed) Line($"– of these {MarkdownText.Inline(reason)}", count);
        Line("traces selected", selected);
        Line("= rows of train", rows.Rows - rows.Validation);
        Line("+ rows of validation", rows.Validation);
        if (rows.NotCorrect > 0) Line("+ left out, not known to be correct", rows.NotCorrect);
        if (rows.WithoutPartner > 0) Line("+ left out, no trace to be preferred to", rows.WithoutPartner);
        return table.ToString();

        void Line(string what, long count) => table.Append($"| {what} | {Invariant.Count(count)} |\n");
    }

    /// <summary>One distribution, against the pool's where that is known.</summary>
    public static string Of(Distribution distribution, Distribution? pool)
    {
        var table = new StringBuilder(pool is null
            ? $"| {distribution.Column} | rows | share |\n| --- | ---: | ---: |\n"
            : $"| {distribution.Column} | rows | share | pool | share of pool |\n| --- | ---: | ---: | ---: | ---: |\n");
        foreach (var (label, _, rows, inPool) in DistributionPanels.Compared(distribution, pool, DistributionPanels.MostInCards))
        {
            table.Append($"| {MarkdownText.Inline(label)} | {Invariant.Count(rows)} | {Invariant.Percent(rows, distribution.Rows)} |");
            if (pool is not null) table.Append($" {Invariant.Count(inPool)} | {Invariant.Percent(inPool, pool.Rows)} |");
            table.Append('\n');
        }

        return table.ToString();
    }

    /// <summary>Which annotator fills which column.</summary>
    public static string Features(MetadataTable metadata, IReadOnlyDictionary<string, string> versions)
    {
        var table = new StringBuilder("| column | filled by | what it says |\n| --- | --- | --- |\n");
        foreach (var (column, feature) in metadata.Features)
        {
            var version = versions.TryGetValue(feature.Annotator, out var known) ? $" {MarkdownText.Inline(known)}" : "";
            table.Append($"| {MarkdownText.Inline(column)} | {MarkdownText.Inline(feature.Annotator)}{version} ");
            table.Append($"| {MarkdownText.Inline(feature.Description)} |\n");
        }

        return table.ToString();
    }

    /// <summary>Rows by source and licence.</summary>
    public static string Sources(ImmutableArray<SourceShare> sources)
    {
        var table = new StringBuilder("| source | licence | rows |\n| --- | --- | ---: |\n");
        foreach (var source in sources)
        {
            table.Append($"| {MarkdownText.Inline(source.Source)} | {MarkdownText.Inline(source.License ?? "not stated")} ");
            table.Append($"| {Invariant.Count(source.Rows)} |\n");
        }

        return table.ToString();
    }
}
