using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NaturalThoughts.Data.Datasets.Tables;

namespace NaturalThoughts.Data.Datasets.Layouts;

/// <summary><c>conversations</c> of <c>from</c> and <c>value</c>, and <c>system</c> apart (empty text where there is none).</summary>
public sealed class ShareGptLayout : DatasetLayout
{
    /// <inheritdoc/>
    public override string Name => "sharegpt";

    /// <inheritdoc/>
    public override DatasetLayout Pairs { get; } = new ShareGptPairs();

    /// <inheritdoc/>
    public override ImmutableArray<DatasetColumn> Columns { get; } =
        [DatasetColumn.Turns("conversations", "from", "value"), DatasetColumn.Text("system")];

    /// <inheritdoc/>
    public override string TrlPreparation =>
        """
        def as_prompt_completion(row):
            system = [{"role": "system", "content": row["system"]}] if row["system"] else []
            asked, said = (turn["value"] for turn in row["conversations"])
            return {"prompt": system + [{"role": "user", "content": asked}], "completion": [{"role": "assistant", "content": said}]}

        dataset = dataset.map(as_prompt_completion, remove_columns=["conversations", "system"])
        """;

    /// <summary>The system prompt is not in the list, so axolotl's reader of lists does not see it.</summary>
    public override string? Axolotl =>
        """
        type: chat_template
        field_messages: conversations
        message_property_mappings: {role: from, content: value}
        roles_to_train: ["assistant"]
        """;

    /// <inheritdoc/>
    public override void Fill(Exchange exchange, Span<Cell> cells)
    {
        cells[0] = Cell.Of([new Turn("human", exchange.Question), new Turn("gpt", exchange.Response)]);
        cells[1] = Cell.Of(exchange.System ?? "");
    }

    /// <inheritdoc/>
    public override JsonObject? LlamaFactory() => new()
    {
        ["formatting"] = "sharegpt",
        ["columns"] = new JsonObject { ["messages"] = "conversations", ["system"] = "system" },
        ["tags"] = new JsonObject { ["role_tag"] = "from", ["content_tag"] = "value", ["user_tag"] = "human", ["assistant_tag"] = "gpt" },
    };
}
