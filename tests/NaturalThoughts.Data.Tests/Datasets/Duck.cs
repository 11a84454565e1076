using DuckDB.NET.Data;

namespace NaturalThoughts.Data.Tests.Datasets;

/// <summary>Reads what was written with somebody else's reader.</summary>
static class Duck
{
    public static List<object?[]> Rows(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
            rows.Add(
                [.. Enumerable.Range(0, reader.FieldCount).Select(column => reader.IsDBNull(column) ? null : reader.GetValue(column))]);
        return rows;
    }

    public static List<(string Name, string Type)> Columns(string file) =>
        [.. Rows($"describe select * from read_parquet('{file}')").Select(row => ((string)row[0]!, (string)row[1]!))];
}
