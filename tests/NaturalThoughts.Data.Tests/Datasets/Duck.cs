using DuckDB.NET.Data;

namespace NaturalThoughts.Data.Tests.Datasets;

/// <summary>Reads what the program wrote with somebody else's reader; keeps tables until it is disposed.</summary>
sealed class Duck : IDisposable
{
    readonly DuckDBConnection _connection = new("DataSource=:memory:");

    public Duck() => _connection.Open();

    /// <summary>The rows of one query that needs no tables.</summary>
    public static List<object?[]> Read(string sql)
    {
        using var duck = new Duck();
        return duck.Rows(sql);
    }

    /// <summary>The columns of a Parquet file.</summary>
    public static List<(string Name, string Type)> Columns(string file) =>
        [.. Read($"describe select * from read_parquet('{file}')").Select(row => ((string)row[0]!, (string)row[1]!))];

    public void Dispose() => _connection.Dispose();

    public void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public List<object?[]> Rows(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
            rows.Add(
                [.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? null : reader.GetValue(column))]);
        return rows;
    }

    /// <summary>The one row of a query that counts.</summary>
    public long[] Counts(string sql) => [.. Rows(sql).Single().Select(Convert.ToInt64)];

    /// <summary>Makes a table of a JSON Lines file: its row number, from 1, and the row.</summary>
    public void Import(string table, string file) => Run(
        $"create table {table} as select row_number() over () as r, j "
        + $"from read_json('{file}', format='newline_delimited', records=false, columns={{j: 'JSON'}})");
}
