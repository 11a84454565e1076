using DuckDB.NET.Data;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Data.Log.Compaction;
using NaturalThoughts.Data.Log.Segments;

namespace NaturalThoughts.Cli.Tests.Docs;

/// <summary>Runs the SQL of the operations page, as it stands there, over a run that the program made.</summary>
public sealed class RunFolderSqlTests : IDisposable
{
    const string Spec = """
        run: first
        source:
          path: rows.jsonl
          columns:
            question: q
            reference: a
            domain: d
            responses:
              - {role: teacher, model: t, content: said, error: error}
              - {role: baseline, model: b, content: other}
        clean: {near_duplicates: {threshold: 0.7, shingle: 2}}
        annotate: [cues, verbosity, repetition, answer, clusters]
        limits: {max_failed: 50%}
        selections:
          - {name: all, recipe: random, seed: 7}
        datasets:
          - {name: train, selection: all}
        """;

    const string Rows = """
        {"q": "What is 6 times 7?", "a": "42", "d": "Mathematics", "said": "<think>I check: 42.</think>It is 42.", "other": "It is 42."}
        {"q": "What is 6 times 8?", "a": "48", "d": "Mathematics", "said": "<think>Wait, 48.</think>It is 48.", "other": "It is 46."}
        {"q": "What is 6 times 9?", "a": "54", "d": "Mathematics", "error": "Bad Gateway", "other": "It is 54."}
        {"q": "What is 6 times 9, please?", "a": "54", "d": "Mathematics", "said": "54", "other": "54"}
        {"a": "60"}
        """;

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Sql_OfTheOperationsPage_ReadsARun(bool compacted)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "rows.jsonl"), Rows, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "first.yaml"), Spec, TestContext.Current.CancellationToken);
        await Called.RunAsync(_folder.FullName, "curate", "first.yaml");
        if (compacted) await CompactAsync();

        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        var answers = Document.Of("docs", "operations.md").Blocks("sql")
            .Where(sql => compacted || !sql.Contains("ranges", StringComparison.Ordinal))
            .Select(sql => Query(connection, sql.Replace("runs/first", $"{_folder.FullName}/runs/first", StringComparison.Ordinal)))
            .Where(answer => answer.Columns.Count > 1)
            .ToDictionary(answer => string.Join(' ', answer.Columns), answer => answer.Rows);

        Assert.All(answers, answer => Assert.NotEmpty(answer.Value));
        Assert.Equal(["intake 5", "removal 1", "response 7", "seal 4"], answers["fact lines"].Where(row => !row.StartsWith('a')));
        Assert.Equal(["baseline b   4 ", "teacher t   3 "], answers["role model rubric finish_reason responses tokens"]);
        Assert.StartsWith(
            "near-duplicate Both have 0.800 of their shingles in common.  ", Assert.Single(answers["reason detail matched kept removed"]),
            StringComparison.Ordinal);
        var dead = answers["what reason n file example"].Order(StringComparer.Ordinal).ToList();
        Assert.Equal("response source-error 1 rows.jsonl Bad Gateway", dead[0]);
        Assert.StartsWith("row missing-question 1 rows.jsonl ", dead[1], StringComparison.Ordinal);
        Assert.StartsWith("Mathematics 2 ", Assert.Single(answers["domain traces reasoning_tokens strategies"]), StringComparison.Ordinal);
        Assert.Equal(["0 1", "1 1"], answers["cluster questions"]);
        Assert.Equal(2, answers["trace_id key weight verbosity"].Count);
        Assert.StartsWith("system-2 rows.jsonl 2 ", Assert.Single(answers["mode question_file n characters"]), StringComparison.Ordinal);
    }

    // Every fact again and again: of ranges, of segments beside them, and of what is in no range yet. The first one with a key counts.
    async Task CompactAsync()
    {
        foreach (var shard in Directory.GetDirectories(Path.Combine(_folder.FullName, "runs", "first", "shards")))
        {
            var log = await SegmentLog.OpenAsync(shard);
            var facts = new List<Fact>();
            await foreach (var logged in log.ReplayAsync()) facts.Add(logged.Fact);
            for (var i = 0; i < 70 && facts.Count > 0; i++) await log.CommitAsync(facts);
            await new LogCompactor(shard).CompactAsync();
        }

        Assert.NotEmpty(Directory.GetFiles(_folder.FullName, "*-00000064.parquet", SearchOption.AllDirectories));
    }

    static (List<string> Columns, List<string> Rows) Query(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        List<string> rows = [];
        while (reader.Read())
            rows.Add(string.Join(' ', Enumerable.Range(0, reader.FieldCount)
                .Select(column => reader.IsDBNull(column) ? "" : $"{reader.GetValue(column)}")));
        return ([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)], rows);
    }
}
