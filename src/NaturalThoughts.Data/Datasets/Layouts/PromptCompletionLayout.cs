using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NaturalThoughts.Data.Datasets.Tables;

namespace NaturalThoughts.Data.Datasets.Layouts;

/// <summary><c>prompt</c> and <c>completion</c>, both lists of messages: TRL masks the prompt by itself.</summary>
public sealed class PromptCompletionLayout : DatasetLayout
{
    /// <inheritdoc/>
    public override string Name => "prompt-completion";

    /// <inheritdoc/>
    public override DatasetLayout Pairs { get; } = new MessagePairs();

    /// <inheritdoc/>
    public override ImmutableArray<DatasetColumn> Columns { get; } =
        [DatasetColumn.Turns("prompt", "role", "content"), DatasetColumn.Turns("completion", "role", "content")];

    /// <inheritdoc/>
    public override string? Axolotl => null;

    /// <inheritdoc/>
    public override void Fill(Exchange exchange, Span<Cell> cells)
    {
        cells[0] = Cell.Of(Prompt(exchange));
        cells[1] = Cell.Of([new Turn("assistant", exchange.Response)]);
    }

    /// <summary>Null: LLaMA-Factory wants the response as text or the turns in one list.</summary>
    public override JsonObject? LlamaFactory() => null;
}
