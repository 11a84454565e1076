using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NaturalThoughts.Data.Datasets.Tables;

namespace NaturalThoughts.Data.Datasets.Layouts;

/// <summary><c>instruction</c>, <c>input</c> (always empty text), <c>output</c>, <c>system</c> (empty text where there is none).</summary>
public sealed class AlpacaLayout : DatasetLayout
{
    /// <inheritdoc/>
    public override string Name => "alpaca";

    /// <inheritdoc/>
    public override DatasetLayout Pairs { get; } = new AlpacaPairs();

    /// <inheritdoc/>
    public override ImmutableArray<DatasetColumn> Columns { get; } =
        [DatasetColumn.LongText("instruction"), DatasetColumn.Text("input"), DatasetColumn.LongText("output"),
            DatasetColumn.Text("system")];

    /// <inheritdoc/>
    public override string TrlPreparation =>
        """
        def as_prompt_completion(row):
            system = [{"role": "system", "content": row["system"]}] if row["system"] else []
            return {
                "prompt": system + [{"role": "user", "content": row["instruction"]}],
                "completion": [{"role": "assistant", "content": row["output"]}],
            }

        dataset = dataset.map(as_prompt_completion, remove_columns=["instruction", "input", "output", "system"])
        """;

    /// <summary>axolotl's own Alpaca prompt, not the student's chat template.</summary>
    public override string? Axolotl => "type: alpaca";

    /// <inheritdoc/>
    public override void Fill(Exchange exchange, Span<Cell> cells)
    {
        cells[0] = Cell.Of(exchange.Question);
        cells[1] = Cell.Of("");
        cells[2] = Cell.Of(exchange.Response);
        cells[3] = Cell.Of(exchange.System ?? "");
    }

    /// <inheritdoc/>
    public override JsonObject? LlamaFactory() => new()
    {
        ["formatting"] = "alpaca",
        ["columns"] = new JsonObject { ["prompt"] = "instruction", ["query"] = "input", ["response"] = "output", ["system"] = "system" },
    };
}
