using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Pairs;
using NaturalThoughts.Data.Datasets.Layouts;
using NaturalThoughts.Data.Datasets.Tables;
using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Data.Datasets.Parts;

/// <summary>Writes a shard's part of a dataset into the staging folder: a file for each config and split that has rows.</summary>
/// <remarks>
/// Rows stream through; at most one row group of text is held for each file. The bytes depend on the rows and the plan only, so a part
/// written again, or by two shards' activations at once, is the same part. Not thread-safe.
/// </remarks>
public sealed class PartWriter : IDisposable
{
    readonly DatasetPlan _plan;
    readonly string _folder;
    readonly int _shard;
    readonly int _responseTokens;
    readonly DatasetTable[] _tables;
    readonly DistributionCounter _distributions;
    readonly SortedDictionary<(DatasetSplit, string Config), PartFileWriter> _files = [];
    readonly SortedDictionary<(string Source, string License), long> _sources = [];
    readonly Dictionary<RowMode, ExampleRow> _examples = [];
    (QuestionId, int, TraceId)? _last;
    PartCounts _counts = new();

    /// <summary>A writer for one shard's part.</summary>
    /// <param name="plan">How rows become files.</param>
    /// <param name="schema">The run's features.</param>
    /// <param name="stagingFolder">See <see cref="Publishing.DatasetFolders.Staging"/>; made if absent.</param>
    /// <param name="shard">The shard.</param>
    public PartWriter(DatasetPlan plan, FeatureSchema schema, string stagingFolder, int shard)
    {
        _plan = plan;
        _folder = stagingFolder;
        _shard = shard;
        _responseTokens = schema.Ordinal("response_tokens");
        _tables = [new TrainingTable(plan), new MetadataTable(plan, schema)];
        _distributions = new(schema);
        Directory.CreateDirectory(stagingFolder);
    }

    /// <summary>Adds a row; rows come ordered by question id, then sample, then trace id.</summary>
    /// <exception cref="ArgumentException">The row is out of order, or a value is of another kind than its column.</exception>
    public void Add(DatasetRow row)
    {
        var place = (row.QuestionId, row.Sample, row.TraceId);
        if (_last is { } last && last.CompareTo(place) >= 0)
            throw new ArgumentException($"Trace {row.TraceId} of question {row.QuestionId} is out of order.", nameof(row));
        _last = place;
        foreach (var table in _tables) FileOf(table, row.Split).Add(row);
        Count(row);
    }

    /// <summary>Counts a selected trace that becomes no row: it is not known to be correct, or nothing is there to reject.</summary>
    public void LeaveOut(bool correct) => _counts = correct
        ? _counts with { WithoutPartner = _counts.WithoutPartner + 1 }
        : _counts with { NotCorrect = _counts.NotCorrect + 1 };

    /// <summary>Finishes the files, brings them to the disk and says what was written.</summary>
    public PartSummary Finish()
    {
        var files = _files.Values.Select(file => file.Finish()).ToList();
        _files.Clear();
        if (files.Count > 0) FolderSync.Persist(_folder);
        return new()
        {
            Shard = _shard,
            Files = [.. files],
            Counts = _counts with
            {
                Sources = [.. _sources.Select(pair => new SourceShare(pair.Key.Source, NullIfEmpty(pair.Key.License), pair.Value))],
                Distributions = _distributions.Result(),
                Examples = [.. _examples.Values.OrderByDescending(example => example.Mode)],
            },
        };
    }

    /// <summary>Removes what was not finished.</summary>
    public void Dispose()
    {
        foreach (var file in _files.Values) file.Dispose();
        _files.Clear();
    }

    PartFileWriter FileOf(DatasetTable table, DatasetSplit split)
    {
        if (!_files.TryGetValue((split, table.Config), out var file))
            _files.Add((split, table.Config), file = new(table, _plan.Format, split, _folder, _shard));
        return file;
    }

    static string? NullIfEmpty(string text) => text is "" ? null : text;

    void Count(DatasetRow row)
    {
        var mode = row.EmittedMode;
        var source = (row.Question.Source, row.Question.License ?? "");
        _sources[source] = _sources.GetValueOrDefault(source) + 1;
        _distributions.Add(row.Features);
        if (!_examples.ContainsKey(mode)) _examples.Add(mode, ExampleRow.Of(mode, Exchange.Of(row, _plan), row.TraceId));
        var tokens = row.Features[_responseTokens];
        _counts = _counts with
        {
            Rows = _counts.Rows + 1,
            System2 = _counts.System2 + (mode is RowMode.System2 ? 1 : 0),
            WithoutReasoning = _counts.WithoutReasoning + (mode == row.Mode ? 0 : 1),
            WithoutAnswer = _counts.WithoutAnswer + (mode is RowMode.System1 && row.Answer is null ? 1 : 0),
            Shorter = _counts.Shorter + (row.Rejected?.Kind is PairKind.Shorter ? 1 : 0),
            Condensed = _counts.Condensed + (row.IsCondensed ? 1 : 0),
            Validation = _counts.Validation + (row.Split is DatasetSplit.Validation ? 1 : 0),
            LongestResponse = Math.Max(_counts.LongestResponse, tokens.IsNull ? 0 : (long)tokens.Number),
        };
    }
}
