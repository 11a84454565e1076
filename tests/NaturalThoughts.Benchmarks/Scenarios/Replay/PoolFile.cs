using System.Globalization;
using DuckDB.NET.Data;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Responses;

namespace NaturalThoughts.Benchmarks.Scenarios.Replay;

/// <summary>The same traces as a user of DuckDB would have them: a Parquet file (Zstandard) with a row for each, its columns and its texts,
/// and ids as 128 bits.</summary>
sealed class PoolFile : IDisposable
{
    readonly FeatureSchema _schema;
    readonly DuckDBConnection _connection = new("DataSource=:memory:");
    DuckDBAppender? _rows;

    /// <summary>No traces yet.</summary>
    public PoolFile(FeatureSchema schema)
    {
        _schema = schema;
        _connection.Open();
        var columns = string.Join(", ", schema.Columns.Select(Declared));
        Run(_connection, $"CREATE TABLE pool (trace UUID, question UUID, {columns}, content TEXT, reasoning TEXT)");
    }

    /// <summary>Adds a trace.</summary>
    public void Add(SealFact seal, Response response)
    {
        var row = (_rows ??= _connection.CreateAppender("pool")).CreateRow();
        row.AppendValue(GuidOf(seal.Traces[0].Trace.Value)).AppendValue(GuidOf(seal.Question.Value));
        foreach (var column in _schema.Columns)
        {
            var value = seal.Traces[0].Values.GetValueOrDefault(column.Name, FeatureValue.Null);
            if (value.IsNull) row.AppendNullValue();
            else if (value.Text is { } text) row.AppendValue(text);
            else if (value.Flag is { } flag) row.AppendValue(flag);
            else row.AppendValue(value.Number);
        }

        row.AppendValue(response.Content).AppendValue(response.Reasoning).EndRow();
    }

    /// <summary>Writes all rows.</summary>
    public void Write(string file, int group)
    {
        _rows?.Dispose();
        _rows = null;
        Run(_connection, $"COPY pool TO '{file}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {group})");
    }

    public void Dispose()
    {
        _rows?.Dispose();
        _connection.Dispose();
    }

    /// <summary>What a shard's activation is held against: the columns of a file as a table in memory.</summary>
    public static void Read(DuckDBConnection connection, string file, FeatureSchema schema) => Run(connection,
        $"CREATE TABLE pool AS SELECT trace, question, {string.Join(", ", schema.Columns.Select(column => column.Name))} FROM '{file}'");

    /// <summary>How many rows of the table that was read are other than a shard's.</summary>
    public static int Differences(DuckDBConnection connection, FeatureSnapshot shard)
    {
        var rows = Enumerable.Range(0, shard.Count).ToDictionary(row => GuidOf(shard.Trace(row).Value));
        var (wrong, seen) = (0, 0);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM pool";
        using var read = command.ExecuteReader();
        for (; read.Read(); seen++)
        {
            var same = rows.TryGetValue(read.GetGuid(0), out var row) && read.GetGuid(1) == GuidOf(shard.Question(row).Value);
            for (var column = 0; same && column < shard.Schema.Columns.Length; column++)
                same = shard.Value(row, column).Equals(ValueOf(read, column, shard.Schema));
            if (!same) wrong++;
        }

        return wrong + Math.Abs(shard.Count - seen);
    }

    static FeatureValue ValueOf(DuckDBDataReader read, int column, FeatureSchema schema) =>
        read.IsDBNull(column + 2) ? FeatureValue.Null : schema.Columns[column].Kind switch
        {
            FeatureKind.Text => FeatureValue.Of(read.GetString(column + 2)),
            FeatureKind.Flag => FeatureValue.Of(read.GetBoolean(column + 2)),
            _ => FeatureValue.Of(read.GetDouble(column + 2)),
        };

    static void Run(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    static string Declared(FeatureDefinition column) => $"{column.Name} " + (column.Kind switch
    {
        FeatureKind.Text => "TEXT",
        FeatureKind.Flag => "BOOLEAN",
        _ => "DOUBLE",
    });

    static Guid GuidOf(UInt128 id) => Guid.ParseExact(id.ToString("x32", CultureInfo.InvariantCulture), "N");
}
