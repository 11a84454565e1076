using DuckDB.NET.Data;
using NaturalThoughts.Benchmarks.Shapes;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Benchmarks.Scenarios.Selecting;

/// <summary>The rows of a pool as a table in the memory of DuckDB, with its defaults.</summary>
/// <remarks>
/// Types as a user would choose them. Three gifts: <c>u</c> and <c>uq</c> hold what our selection hashes from the ids of the trace and of
/// the question each time, so that results can be compared; ids are numbers (a question's its place in the pool, a trace's the first 64
/// bits), where ours have 128 bits.
/// </remarks>
sealed class Duck : IDisposable
{
    const string Table = """
        CREATE TYPE domain AS ENUM (DOMAINS);
        CREATE TABLE pool (
            trace BIGINT, question INTEGER, u DOUBLE, uq DOUBLE, complete BOOLEAN, correct BOOLEAN, disagree BOOLEAN, agrees BOOLEAN,
            reasoning_tokens INTEGER, response_tokens INTEGER, strategies_unique INTEGER, reasoning_density DOUBLE, verbosity DOUBLE,
            tokens_ratio DOUBLE, reference_words INTEGER, samples INTEGER, consensus DOUBLE, pass_rate DOUBLE, difficulty DOUBLE,
            domain domain, cluster SMALLINT);
        """;

    readonly DuckDBConnection _connection = new("DataSource=:memory:");

    public Duck(Pool pool, ulong seed)
    {
        _connection.Open();
        var domains = string.Join(", ", PoolRows.Domains.Select(domain => $"'{domain}'"));
        Run(Table.Replace("DOMAINS", domains, StringComparison.Ordinal));
        using var appender = _connection.CreateAppender("pool");
        for (var question = 0; question < pool.Questions; question++)
        {
            var id = Pool.QuestionOf(question);
            foreach (var row in PoolRows.Of(question)) Append(appender.CreateRow(), row, id, seed);
        }
    }

    /// <summary>Runs statements.</summary>
    public void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The numbers of a column.</summary>
    public IEnumerable<T> Read<T>(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read()) yield return reader.GetFieldValue<T>(0);
    }

    /// <summary>A number in (0, 1) by which chance goes, as the product has it.</summary>
    public static double Uniform(ulong seed, UInt128 id) => ((SeededHash.Of(seed, id) >> 12) + 0.5) * (1.0 / (1L << 52));

    public void Dispose() => _connection.Dispose();

    static void Append(IDuckDBAppenderRow to, PoolRow row, QuestionId question, ulong seed)
    {
        var trace = Pool.TraceOf(question, row.Sample);
        to.AppendValue((long)(trace.Value >> 64)).AppendValue(row.Question)
            .AppendValue(Uniform(seed, trace.Value)).AppendValue(Uniform(seed, question.Value))
            .AppendValue(row.Complete).AppendValue(row.Correct).AppendValue(row.Disagree).AppendValue(row.Agrees)
            .AppendValue(row.ReasoningTokens).AppendValue(row.ResponseTokens).AppendValue(row.StrategiesUnique)
            .AppendValue(Known(row.Density)).AppendValue(row.Verbosity).AppendValue(row.Ratio)
            .AppendValue((int?)Known(row.ReferenceWords)).AppendValue(row.Samples).AppendValue(row.Consensus)
            .AppendValue(Known(row.PassRate)).AppendValue(Pool.DifficultyOf(row.Question))
            .AppendValue(Pool.DomainOf(row)).AppendValue(row.Cluster < 0 ? null : (short?)row.Cluster)
            .EndRow();
    }

    static double? Known(double value) => double.IsNaN(value) ? null : value;
}
