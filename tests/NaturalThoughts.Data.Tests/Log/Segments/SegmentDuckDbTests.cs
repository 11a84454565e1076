using DuckDB.NET.Data;
using NaturalThoughts.Data.Log.Segments;

namespace NaturalThoughts.Data.Tests.Log.Segments;

public sealed class SegmentDuckDbTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Segments_ReadByDuckDb_AreRowsOfFacts()
    {
        var log = await SegmentLog.OpenAsync(_folder.Path);
        await log.CommitAsync(SomeFacts.Responses(0, 3));
        await log.CommitAsync([SomeFacts.Response(3, "第 \"四\"\n")]);

        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            select response.sample, response.content
            from read_json('{_folder.Path}/*.jsonl.zst', format = 'newline_delimited', union_by_name = true)
            where fact = 'response' order by 1
            """;
        using var reader = command.ExecuteReader();
        var rows = new List<(long, string)>();
        while (reader.Read()) rows.Add((reader.GetInt64(0), reader.GetString(1)));
        Assert.Equal([(0, "6 × 7 = 42"), (1, "6 × 7 = 42"), (2, "6 × 7 = 42"), (3, "第 \"四\"\n")], rows);
    }
}
