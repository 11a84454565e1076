using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NaturalThoughts.Data.Datasets.Tables;

namespace NaturalThoughts.Data.Datasets.Layouts;

/// <summary>The columns a training tool reads, and how each tool is told about them.</summary>
public abstract class DatasetLayout
{
    /// <summary>All layouts; the first is the default.</summary>
    public static ImmutableArray<DatasetLayout> All { get; } =
        [new PromptCompletionLayout(), new MessagesLayout(), new ShareGptLayout(), new AlpacaLayout()];

    /// <summary>The columns a plan's rows have: the layout's own, or those of its preference pairs.</summary>
    /// <exception cref="ArgumentException">The plan names a layout that does not exist.</exception>
    public static DatasetLayout Of(DatasetPlan plan)
    {
        var layout = Find(plan.Layout) ?? throw new ArgumentException($"There is no layout {plan.Layout}.", nameof(plan));
        return plan.Pairs is null ? layout : layout.Pairs;
    }

    /// <summary>The layout of preference pairs that belongs to this one.</summary>
    public abstract DatasetLayout Pairs { get; }

    /// <summary>Its name in a spec.</summary>
    public abstract string Name { get; }

    /// <summary>Its columns.</summary>
    public abstract ImmutableArray<DatasetColumn> Columns { get; }

    /// <summary>Fills its columns from an exchange.</summary>
    public abstract void Fill(Exchange exchange, Span<Cell> cells);

    /// <summary>LLaMA-Factory's <c>formatting</c>, <c>columns</c> and <c>tags</c>; null where it cannot read the layout.</summary>
    public abstract JsonObject? LlamaFactory();

    /// <summary>Python lines for TRL between <c>load_dataset</c> and the trainer; empty when it reads the layout as it is.</summary>
    public virtual string TrlPreparation => "";

    /// <summary>The argument of TRL's <c>SFTConfig</c> that masks the question.</summary>
    public virtual string TrlLoss => "completion_only_loss=True";

    /// <summary>axolotl's keys for the dataset's entry, one a line; null where it cannot read the layout.</summary>
    public abstract string? Axolotl { get; }

    /// <summary>The layout of a name, or null.</summary>
    public static DatasetLayout? Find(string name) => All.FirstOrDefault(layout => layout.Name == name);

    /// <summary>System and user turns, as far as there are any.</summary>
    protected static Turn[] Prompt(Exchange exchange, params ReadOnlySpan<Turn> then) =>
        exchange.System is { } system
            ? [new Turn("system", system), new Turn("user", exchange.Question), .. then]
            : [new Turn("user", exchange.Question), .. then];
}
