using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NaturalThoughts.Data.Datasets.Tables;

namespace NaturalThoughts.Data.Datasets.Layouts;

/// <summary><c>conversations</c> with the question, <c>chosen</c> and <c>rejected</c> as one message each, and <c>system</c>
/// apart.</summary>
public sealed class ShareGptPairs : DatasetLayout
{
    /// <inheritdoc/>
    public override string Name => "sharegpt";

    /// <inheritdoc/>
    public override DatasetLayout Pairs => this;

    /// <inheritdoc/>
    public override ImmutableArray<DatasetColumn> Columns { get; } =
    [
        DatasetColumn.Turns("conversations", "from", "value"),
        DatasetColumn.Turn("chosen", "from", "value"),
        DatasetColumn.Turn("rejected", "from", "value"),
        DatasetColumn.Text("system"),
    ];

    /// <inheritdoc/>
    public override string TrlPreparation =>
        """
        def as_preference(row):
            system = [{"role": "system", "content": row["system"]}] if row["system"] else []
            (asked,) = (turn["value"] for turn in row["conversations"])
            return {
                "prompt": system + [{"role": "user", "content": asked}],
                "chosen": [{"role": "assistant", "content": row["chosen"]["value"]}],
                "rejected": [{"role": "assistant", "content": row["rejected"]["value"]}],
            }

        dataset = dataset.map(as_preference, remove_columns=dataset.column_names)
        """;

    /// <summary>The system prompt is not in the list, so axolotl does not see it.</summary>
    public override string? Axolotl =>
        """
        type: chat_template.default
        field_messages: conversations
        field_chosen: chosen
        field_rejected: rejected
        message_property_mappings: {role: from, content: value}
        roles: {user: [human], assistant: [gpt]}
        """;

    /// <inheritdoc/>
    public override void Fill(Exchange exchange, Span<Cell> cells)
    {
        cells[0] = Cell.Of([new Turn("human", exchange.Question)]);
        cells[1] = Cell.Of(new Turn("gpt", exchange.Response));
        cells[2] = Cell.Of(new Turn("gpt", exchange.Rejected!));
        cells[3] = Cell.Of(exchange.System ?? "");
    }

    /// <inheritdoc/>
    public override JsonObject? LlamaFactory() => new()
    {
        ["formatting"] = "sharegpt",
        ["ranking"] = true,
        ["columns"] = new JsonObject
        {
            ["messages"] = "conversations", ["chosen"] = "chosen", ["rejected"] = "rejected", ["system"] = "system",
        },
        ["tags"] = new JsonObject { ["role_tag"] = "from", ["content_tag"] = "value", ["user_tag"] = "human", ["assistant_tag"] = "gpt" },
    };
}
