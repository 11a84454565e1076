using System.Collections.Immutable;
using System.Text;
using NaturalThoughts.Data.Datasets.Layouts;
using NaturalThoughts.Data.Datasets.Parts;
using NaturalThoughts.Data.Datasets.Publishing;
using NaturalThoughts.Data.Datasets.Tables;

namespace NaturalThoughts.Data.Datasets.Cards;

/// <summary>A dataset's <c>README.md</c>: what it is, how it came to be, how to train with it, what it cannot claim.</summary>
sealed class DatasetCard(DatasetDescription description, PartCounts counts, ImmutableArray<PlacedPart> placed)
{
    readonly DatasetPlan _plan = description.Plan;

    /// <summary>The whole card, header included.</summary>
    public string ToMarkdown()
    {
        var metadata = new MetadataTable(_plan, description.Schema);
        ImmutableArray<DatasetTable> tables = [new TrainingTable(_plan), metadata];
        var card = new StringBuilder(CardHeader.Of(_plan, counts, tables, placed));
        card.Append($"\n# {_plan.Name}\n\n").Append(Summary());
        card.Append("\n![How the selection is distributed](chart.svg)\n\n");
        card.Append("## Rows\n\n").Append(Rows(tables)).Append(Examples());
        card.Append("## Selection\n\n").Append(Selection());
        card.Append("## Counts\n\n").Append(CardTables.Counts(description.Counts, counts, description.Selected)).Append('\n');
        card.Append("## Distributions\n\n").Append(Distributions());
        card.Append("## Columns of `metadata`\n\n").Append(CardTables.Features(metadata, description.AnnotatorVersions)).Append('\n');
        card.Append(_plan.Pairs is null ? TrainingGuide.Of(description, counts) : PairTrainingGuide.Of(description, counts));
        card.Append("## Licences\n\nEach row carries its source's licence in the column `license` of `metadata`.\n\n")
            .Append(CardTables.Sources(counts.Sources));
        card.Append("\n## Limits\n\n").Append(CardLimits.Of(description.Fillers));
        return card.ToString();
    }

    string Summary() =>
        $"""
        {Invariant.Count(counts.Rows)} reasoning traces, selected from the run `{description.Run}` by the recipe below.
        **System-2 share: {Invariant.Percent(counts.System2, counts.Rows)}** ({Invariant.Count(counts.System2)} rows with
        reasoning and answer, {Invariant.Count(counts.Rows - counts.System2)} with the answer alone). {MixingSentence()}
        {PairSentence()}
        """;

    string PairSentence() => _plan.Pairs is not { } pairs ? "" : $"""
        Each row is a preference pair (`pairs: {pairs}`): `chosen` is the selected trace, which is correct; `rejected` is another
        complete trace of its question, drawn with seed {_plan.MixingSeed}: an incorrect one in
        {Invariant.Count(counts.Rows - counts.Shorter)} rows, in {Invariant.Count(counts.Shorter)} rows the longest correct one, at
        least 1.5 times as long. Both keep the reasoning they have.
        Of the selected traces {Invariant.Count(counts.NotCorrect)} are not known to be correct and
        {Invariant.Count(counts.WithoutPartner)} have no such other trace; they are no rows.

        """;

    string MixingSentence()
    {
        var mixing = _plan.System2 is { } system2
            ? $"`system2: {MarkdownText.Inline(system2)}` decides which traces keep their reasoning, with seed {_plan.MixingSeed}."
            : "All traces keep the reasoning they have.";
        if (_plan.Condenser is { } condenser)
            mixing += $" {Invariant.Count(counts.Condensed)} of the answers alone are short ones by {MarkdownText.Inline(condenser)} "
                + "(`system1: condensed`); `metadata` says who wrote each in `answer_model`.";
        return counts.WithoutReasoning == 0
            ? mixing
            : $"{mixing} {Invariant.Count(counts.WithoutReasoning)} rows were meant to keep it, but their traces have none.";
    }

    string Rows(ImmutableArray<DatasetTable> tables)
    {
        var layout = DatasetLayout.Of(_plan);
        var rows = new StringBuilder($"""
            Config `default` (layout `{_plan.Layout}`) is ready to train with: {Names(layout.Columns)}.
            For people and filters each row also says {Names(tables[0].Columns[layout.Columns.Length..])}.
            Config `metadata` has, row by row in the same order, all features, the lineage down to source file and row, the licence,
            and why the trace was selected.

            A System-2 response is `<think>⏎reasoning⏎</think>⏎⏎answer` (⏎ is a line break), a System-1 response the answer alone;
            `reasoning` is then empty text. Reasoning that broke off before an answer stays open, and its `answer` is empty text.

            """);
        if (_plan.Adaptive is { } adaptive) rows.Append($"Every row has the system prompt “{MarkdownText.Inline(adaptive)}”.\n");
        if (_plan.Think is { } think) rows.Append($"System-2 rows have the system prompt “{MarkdownText.Inline(think)}”.\n");
        if (_plan.NoThink is { } noThink) rows.Append($"System-1 rows have the system prompt “{MarkdownText.Inline(noThink)}”.\n");
        return rows.Append('\n').ToString();
    }

    string Examples()
    {
        var examples = new StringBuilder();
        foreach (var example in counts.Examples)
        {
            examples.Append($"<details><summary>A {TrainingTable.ModeName(example.Mode)} row ({example.TraceId})</summary>\n\n");
            examples.Append(MarkdownText.Block(example.Question)).Append("\n\n").Append(MarkdownText.Block(example.Response))
                .Append("\n\n</details>\n\n");
        }

        return examples.ToString();
    }

    string Selection() =>
        $"""
        {MarkdownText.Fenced(description.Recipe, "yaml")}

        Selection {MarkdownText.Inline(_plan.Selection)}, seed {_plan.SelectionSeed}, over the facts with digest
        `{description.Snapshot}` in {Invariant.Count(description.Shards)} shards. The same facts, recipe and seed give the same
        traces, and with the same number of shards the same bytes. `manifest.json` has the SHA-256 of each file.


        """;

    string Distributions()
    {
        var tables = new StringBuilder();
        foreach (var distribution in counts.Distributions)
            tables.Append(CardTables.Of(distribution, description.Pool.FirstOrDefault(pool => pool.Column == distribution.Column)))
                .Append('\n');
        return tables.ToString();
    }

    static string Names(IEnumerable<DatasetColumn> columns) => string.Join(", ", columns.Select(column => $"`{column.Name}`"));
}
