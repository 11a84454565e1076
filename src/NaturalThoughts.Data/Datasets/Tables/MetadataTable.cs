using System.Collections.Immutable;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Data.Datasets.Tables;

/// <summary>Config <c>metadata</c>: for each row of <c>default</c>, in the same order, all features, lineage and why it was
/// selected.</summary>
/// <remarks>
/// The features <c>sample</c>, <c>model</c> and <c>source</c> stand once, among the identifying columns. A source's own number
/// whose name is taken by a column of this table is written as <c>feature_</c> and its name.
/// </remarks>
public sealed class MetadataTable : DatasetTable
{
    static readonly ImmutableArray<DatasetColumn> Identity =
    [
        DatasetColumn.LongText("question_id"),
        DatasetColumn.LongText("trace_id"),
        new("sample", ColumnType.Integer),
        DatasetColumn.Text("model"),
        DatasetColumn.Text("mode"),
    ];

    static readonly ImmutableArray<DatasetColumn> Lineage =
    [
        DatasetColumn.Text("majority_answer"),
        DatasetColumn.Text("source"),
        DatasetColumn.Text("question_file"),
        new("question_row", ColumnType.Integer),
        DatasetColumn.Text("response_file"),
        new("response_row", ColumnType.Integer),
        DatasetColumn.Text("license"),
        DatasetColumn.Text("selection"),
        DatasetColumn.Text("selection_seed"),
        new("selection_key", ColumnType.Real),
        new("selection_weight", ColumnType.Real),
        DatasetColumn.Text("selection_stratum"),
    ];

    static readonly ImmutableArray<DatasetColumn> Rejected =
    [
        DatasetColumn.Text("pair"),
        DatasetColumn.LongText("rejected_trace_id"),
        DatasetColumn.Text("rejected_model"),
        new("rejected_response_tokens", ColumnType.Real),
    ];

    static readonly ImmutableArray<DatasetColumn> Condensed = [DatasetColumn.Text("answer_model")];

    readonly DatasetPlan _plan;
    readonly ImmutableArray<(int Ordinal, FeatureDefinition Definition)> _features;

    /// <summary>The table of a plan over a run's features.</summary>
    public MetadataTable(DatasetPlan plan, FeatureSchema schema)
    {
        _plan = plan;
        _features =
        [
            .. schema.Columns.Select((definition, ordinal) => (ordinal, definition)).Where(pair => !StandsElsewhere(pair.definition)),
        ];
        var taken = Identity.Concat(Lineage).Concat(Rejected).Concat(Condensed).Select(column => column.Name)
            .ToHashSet(StringComparer.Ordinal);
        var features = _features.Select(feature =>
            new DatasetColumn(FreeName(feature.Definition.Name, taken), TypeOf(feature.Definition.Kind)));
        Columns = [.. Identity, .. features, .. Lineage, .. plan.Pairs is null ? [] : Rejected, .. plan.Condenser is null ? [] : Condensed];
    }

    /// <inheritdoc/>
    public override string Config => "metadata";

    /// <inheritdoc/>
    public override ImmutableArray<DatasetColumn> Columns { get; }

    /// <summary>The features that stand here, each under the name its column has.</summary>
    public IEnumerable<(string Column, FeatureDefinition Feature)> Features =>
        _features.Select((feature, position) => (Columns[Identity.Length + position].Name, feature.Definition));

    /// <inheritdoc/>
    public override void Fill(DatasetRow row, Span<Cell> cells)
    {
        cells[0] = Cell.Of(row.QuestionId.ToString());
        cells[1] = Cell.Of(row.TraceId.ToString());
        cells[2] = Cell.Of(row.Sample);
        cells[3] = Cell.Of(row.Model);
        cells[4] = Cell.Of(TrainingTable.ModeName(row.EmittedMode));
        cells = cells[Identity.Length..];
        for (var i = 0; i < _features.Length; i++) cells[i] = Cell.Of(row.Features[_features[i].Ordinal], _features[i].Definition);
        FillLineage(row, cells[_features.Length..]);
        cells = cells[(_features.Length + Lineage.Length)..];
        if (row.Rejected is { } rejected) FillRejected(rejected, cells);
        if (_plan.Condenser is { } condenser) cells[0] = Cell.Of(row.IsCondensed ? condenser : row.Model);
    }

    static void FillRejected(RejectedTrace rejected, Span<Cell> cells)
    {
        cells[0] = Cell.Of(rejected.KindName);
        cells[1] = Cell.Of(rejected.TraceId.ToString());
        cells[2] = Cell.Of(rejected.Model);
        cells[3] = Cell.Of((double?)rejected.Tokens);
    }

    void FillLineage(DatasetRow row, Span<Cell> cells)
    {
        cells[0] = Cell.Of(row.MajorityAnswer);
        cells[1] = Cell.Of(row.Question.Source);
        cells[2] = Cell.Of(row.Origin.Name);
        cells[3] = Cell.Of(row.Origin.Row);
        cells[4] = Cell.Of(row.ResponseOrigin?.Name ?? (row.ResponseRun is { } run ? SourceSpec.RunPrefix + run : null));
        cells[5] = row.ResponseOrigin is { } response ? Cell.Of(response.Row) : default;
        cells[6] = Cell.Of(row.Question.License);
        cells[7] = Cell.Of(_plan.Selection);
        cells[8] = Cell.Of($"{_plan.SelectionSeed}");
        cells[9] = Cell.Of((double?)row.Selected.Key);
        cells[10] = Cell.Of(row.Selected.Weight);
        cells[11] = Cell.Of(row.Selected.Stratum);
    }

    static bool StandsElsewhere(FeatureDefinition definition) => definition.Name is "sample" or "model" or "source";

    static string FreeName(string name, HashSet<string> taken)
    {
        while (!taken.Add(name)) name = "feature_" + name;
        return name;
    }

    static ColumnType TypeOf(FeatureKind kind) => kind switch
    {
        FeatureKind.Flag => ColumnType.Flag,
        FeatureKind.Text => ColumnType.Text,
        _ => ColumnType.Real,
    };
}
