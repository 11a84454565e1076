using DuckDB.NET.Data;

namespace NaturalThoughts.Benchmarks.Scenarios.Files;

/// <summary>DuckDB in this process, with its defaults: all cores, nothing on disk but what it is told to write.</summary>
sealed class FileDuck : IDisposable
{
    readonly DuckDBConnection _connection = new("DataSource=:memory:");

    public FileDuck() => _connection.Open();

    /// <summary>Runs statements.</summary>
    public void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The one value of a query.</summary>
    public T Ask<T>(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return (T)Convert.ChangeType(command.ExecuteScalar()!, typeof(T), System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();
}
