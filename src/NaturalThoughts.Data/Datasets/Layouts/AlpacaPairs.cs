using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NaturalThoughts.Data.Datasets.Tables;

namespace NaturalThoughts.Data.Datasets.Layouts;

/// <summary><c>instruction</c>, <c>input</c> (always empty text), <c>chosen</c>, <c>rejected</c>, <c>system</c> (empty text where there is
/// none).</summary>
public sealed class AlpacaPairs : DatasetLayout
{
    /// <inheritdoc/>
    public override string Name => "alpaca";

    /// <inheritdoc/>
    public override DatasetLayout Pairs => this;

    /// <inheritdoc/>
    public override ImmutableArray<DatasetColumn> Columns { get; } =
    [
        DatasetColumn.LongText("instruction"), DatasetColumn.Text("input"), DatasetColumn.LongText("chosen"),
        DatasetColumn.LongText("rejected"), DatasetColumn.Text("system"),
    ];

    /// <inheritdoc/>
    public override string TrlPreparation =>
        """
        def as_preference(row):
            system = [{"role": "system", "content": row["system"]}] if row["system"] else []
            return {
                "prompt": system + [{"role": "user", "content": row["instruction"]}],
                "chosen": [{"role": "assistant", "content": row["chosen"]}],
                "rejected": [{"role": "assistant", "content": row["rejected"]}],
            }

        dataset = dataset.map(as_preference, remove_columns=dataset.column_names)
        """;

    /// <summary>The system prompt stands apart, so axolotl does not see it.</summary>
    public override string? Axolotl =>
        """
        type: chat_template.default
        field_messages: instruction
        field_chosen: chosen
        field_rejected: rejected
        """;

    /// <inheritdoc/>
    public override void Fill(Exchange exchange, Span<Cell> cells)
    {
        cells[0] = Cell.Of(exchange.Question);
        cells[1] = Cell.Of("");
        cells[2] = Cell.Of(exchange.Response);
        cells[3] = Cell.Of(exchange.Rejected!);
        cells[4] = Cell.Of(exchange.System ?? "");
    }

    /// <inheritdoc/>
    public override JsonObject? LlamaFactory() => new()
    {
        ["formatting"] = "alpaca",
        ["ranking"] = true,
        ["columns"] = new JsonObject
        {
            ["prompt"] = "instruction", ["query"] = "input", ["chosen"] = "chosen", ["rejected"] = "rejected", ["system"] = "system",
        },
    };
}
