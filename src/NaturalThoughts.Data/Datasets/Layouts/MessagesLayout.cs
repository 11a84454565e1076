using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NaturalThoughts.Data.Datasets.Tables;

namespace NaturalThoughts.Data.Datasets.Layouts;

/// <summary><c>messages</c>: one list of all turns, which all the training tools read.</summary>
public sealed class MessagesLayout : DatasetLayout
{
    /// <inheritdoc/>
    public override string Name => "messages";

    /// <inheritdoc/>
    public override DatasetLayout Pairs { get; } = new MessagePairs();

    /// <inheritdoc/>
    public override ImmutableArray<DatasetColumn> Columns { get; } = [DatasetColumn.Turns("messages", "role", "content")];

    /// <inheritdoc/>
    public override string TrlLoss => "assistant_only_loss=True";

    /// <inheritdoc/>
    public override string? Axolotl =>
        """
        type: chat_template
        field_messages: messages
        roles_to_train: ["assistant"]
        """;

    /// <inheritdoc/>
    public override void Fill(Exchange exchange, Span<Cell> cells) =>
        cells[0] = Cell.Of(Prompt(exchange, new Turn("assistant", exchange.Response)));

    /// <inheritdoc/>
    public override JsonObject? LlamaFactory() => new()
    {
        ["formatting"] = "sharegpt",
        ["columns"] = new JsonObject { ["messages"] = "messages" },
        ["tags"] = new JsonObject
        {
            ["role_tag"] = "role",
            ["content_tag"] = "content",
            ["user_tag"] = "user",
            ["assistant_tag"] = "assistant",
            ["system_tag"] = "system",
        },
    };
}
