using System.Collections.Immutable;
using NaturalThoughts.Data.Datasets.Layouts;

namespace NaturalThoughts.Data.Datasets.Tables;

/// <summary>Config <c>default</c>: the layout's columns, then flat ones for people and filters.</summary>
/// <remarks><c>reasoning</c> is always text: empty in System-1 rows, whose reasoning stays in the run. Of a pair the flat columns are those
/// of the chosen trace.</remarks>
public sealed class TrainingTable : DatasetTable
{
    static readonly ImmutableArray<DatasetColumn> Flat =
    [
        DatasetColumn.LongText("question"),
        DatasetColumn.LongText("reasoning"),
        DatasetColumn.LongText("answer"),
        DatasetColumn.LongText("reference_answer"),
        DatasetColumn.Text("mode"),
        DatasetColumn.Text("finish_reason"),
        DatasetColumn.Text("source"),
        DatasetColumn.LongText("question_id"),
        DatasetColumn.LongText("trace_id"),
    ];

    static readonly ImmutableArray<DatasetColumn> Rejected = [DatasetColumn.Text("pair"), DatasetColumn.LongText("rejected_trace_id")];

    readonly DatasetPlan _plan;
    readonly DatasetLayout _layout;

    /// <summary>The table of a plan.</summary>
    /// <exception cref="ArgumentException">The plan names a layout that does not exist.</exception>
    public TrainingTable(DatasetPlan plan)
    {
        _plan = plan;
        _layout = DatasetLayout.Of(plan);
        Columns = [.. _layout.Columns, .. Flat, .. plan.Pairs is null ? [] : Rejected];
    }

    /// <inheritdoc/>
    public override string Config => "default";

    /// <inheritdoc/>
    public override ImmutableArray<DatasetColumn> Columns { get; }

    /// <summary>How a mode is written.</summary>
    public static string ModeName(RowMode mode) => mode is RowMode.System2 ? "system-2" : "system-1";

    /// <inheritdoc/>
    public override void Fill(DatasetRow row, Span<Cell> cells)
    {
        _layout.Fill(Exchange.Of(row, _plan), cells);
        var flat = cells[_layout.Columns.Length..];
        var mode = row.EmittedMode;
        flat[0] = Cell.Of(row.Question.Text);
        flat[1] = Cell.Of(mode is RowMode.System2 ? row.Reasoning : "");
        flat[2] = Cell.Of(row.EmittedAnswer ?? "");
        flat[3] = Cell.Of(row.Question.Reference);
        flat[4] = Cell.Of(ModeName(mode));
        flat[5] = Cell.Of(row.FinishReason);
        flat[6] = Cell.Of(row.Question.Source);
        flat[7] = Cell.Of(row.QuestionId.ToString());
        flat[8] = Cell.Of(row.TraceId.ToString());
        if (row.Rejected is not { } rejected) return;
        flat[9] = Cell.Of(rejected.KindName);
        flat[10] = Cell.Of(rejected.TraceId.ToString());
    }
}
