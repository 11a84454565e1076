using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NaturalThoughts.Data.Datasets.Tables;

namespace NaturalThoughts.Data.Datasets.Layouts;

/// <summary><c>prompt</c>, <c>chosen</c> and <c>rejected</c>, each a list of messages: what TRL calls a conversational preference
/// dataset.</summary>
public sealed class MessagePairs : DatasetLayout
{
    /// <inheritdoc/>
    public override string Name => "messages";

    /// <inheritdoc/>
    public override DatasetLayout Pairs => this;

    /// <inheritdoc/>
    public override ImmutableArray<DatasetColumn> Columns { get; } =
    [
        DatasetColumn.Turns("prompt", "role", "content"),
        DatasetColumn.Turns("chosen", "role", "content"),
        DatasetColumn.Turns("rejected", "role", "content"),
    ];

    /// <inheritdoc/>
    public override string? Axolotl =>
        """
        type: chat_template.default
        field_messages: prompt
        field_chosen: chosen
        field_rejected: rejected
        """;

    /// <inheritdoc/>
    public override void Fill(Exchange exchange, Span<Cell> cells)
    {
        cells[0] = Cell.Of(Prompt(exchange));
        cells[1] = Cell.Of([new Turn("assistant", exchange.Response)]);
        cells[2] = Cell.Of([new Turn("assistant", exchange.Rejected!)]);
    }

    /// <summary>Null: LLaMA-Factory wants each side as one message or as text.</summary>
    public override JsonObject? LlamaFactory() => null;
}
