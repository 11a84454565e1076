using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace NaturalThoughts.Data.Tests.Intake;

public sealed class FormatTests : IDisposable
{
    readonly Sample _sample = new();

    public void Dispose() => _sample.Dispose();

    [Theory]
    [InlineData("{\"question\":\"a\"}\n{\"question\":\"b\"}\n", "1:a 2:b")]
    [InlineData("{\"question\":\"a\"}\r\n{\"question\":\"b\"}\r\n\r\n\n", "1:a 2:b")]
    [InlineData("\uFEFF{\"question\":\"a\"}\n\n{\"question\":\"b\"}", "1:a 3:b")]
    [InlineData("{\"question\":\"a\"}\n{\"question\":\n{\"question\":\"c\"}\n", "1:a 2:not-json 3:c")]
    [InlineData("{\"question\":\"a\"}\n{\"question\":\"b", "1:a 2:truncated-file")]
    [InlineData("{\"question\":\"a\"}\n{question}", "1:a 2:not-json")]
    [InlineData("[1]\n7\n\"x\"\nnull\n{\"question\":\"e\"}", "1:wrong-type 2:wrong-type 3:wrong-type 4:wrong-type 5:e")]
    [InlineData("{\"question\":\"a\",\"question\":\"b\"}\n{\"question\":\"c\",\"m\":{\"x\":1,\"x\":1}}\n", "1:duplicate-key 2:duplicate-key")]
    [InlineData("{\"question\":\"\\ud800\"}\n{\"question\":\"\\ud83d\\ude00\"}", "1:invalid-unicode 2:😀")]
    [InlineData("", "1:empty-file")]
    [InlineData(" \n\r\n\t", "1:empty-file")]
    [InlineData("\uFEFF", "1:empty-file")]
    public async Task Read_Lines_OneOutcomeARow(string text, string outcomes) =>
        Assert.Equal(outcomes, string.Join(' ', (await _sample.ReadText(text)).Outcomes()));

    [Theory]
    [InlineData("[{\"question\":\"a\"},{\"question\":\"b]},{\"}]", "1:a 2:b]},{")]
    [InlineData("\uFEFF [\n {\"question\": \"a\\\"}\"}\n,\n {\"question\": \"b\"}\n]\n\n", "1:a\"} 2:b")]
    [InlineData("[]", "")]
    [InlineData("[{\"question\":\"a\"},{oops},{\"question\":\"c\"}]", "1:a 2:not-json 3:c")]
    [InlineData("[{\"question\":\"a\"},]", "1:a 2:not-json")]
    [InlineData("[,{\"question\":\"a\"}]", "1:not-json 2:a")]
    [InlineData("[{\"question\":\"a\"}", "1:a 2:truncated-file")]
    [InlineData("[{\"question\":\"a\"},{\"quest", "1:a 2:truncated-file")]
    [InlineData("[{\"question\":\"a\"}}, {\"question\":\"b\"}]", "1:a 2:not-json")]
    [InlineData("[{\"question\":\"a\"}] {}", "1:a 2:not-json")]
    [InlineData("[[1,2],\"x,y\",null]", "1:wrong-type 2:wrong-type 3:wrong-type")]
    [InlineData("{\"question\":\"a\"}\n{\"question\":\"b\"}", "1:a 2:b")]
    [InlineData("{\"question\":\"a\"}", "1:a")]
    [InlineData("{\n \"question\": \"a\"\n}\n{\n \"question\": \"b\", \"m\": [1, {}]\n} ", "1:a 2:b")]
    [InlineData("{\n \"question\": \"a\"\n}\n{\n \"question\": ", "1:a 2:truncated-file")]
    [InlineData("{\n \"question\": \"a\"\n}\noops", "1:a 2:not-json")]
    [InlineData("oops", "1:not-json")]
    public async Task Read_Json_ArrayLinesOrSequenceByItsBytes(string text, string outcomes) =>
        Assert.Equal(outcomes, string.Join(' ', (await _sample.ReadText(text, name: "rows.json", source: Sample.Source())).Outcomes()));

    [Theory]
    [InlineData("rows.jsonl")]
    [InlineData("rows.json")]
    public async Task Read_InvalidUtf8_RejectsTheRowAndGoesOn(string name)
    {
        byte[] bytes = [.. "{\"question\":\"a\"}\n{\"question\":\""u8, 0xFF, 0xC3, .. "\"}\n{\"question\":\"c\"}"u8];
        _sample.Write(name, bytes);
        Assert.Equal(["1:a", "2:invalid-utf8", "3:c"], (await _sample.Read(Sample.Source() with { Path = name })).Outcomes());
    }

    [Theory]
    [InlineData("rows.jsonl", "", "\n", "")]
    [InlineData("rows.json", "[", ",", "]")]
    [InlineData("rows.json", "", " ", "")]
    public async Task Read_RowOverTheLimit_IsPassedOver(string name, string open, string between, string close)
    {
        string[] questions = ["first", new('x', 3_000_000), "{\"", "last", new('y', 2_000_001)];
        var begin = name == "rows.jsonl" ? "{" : "{\n";
        var objects = questions.Select(question => $"{begin}\"question\": {JsonSerializer.Serialize(question)}}}");
        var rows = await _sample.ReadText(open + string.Join(between, objects) + close, name: name, maxRowBytes: 1_000_000);
        Assert.Equal(["1:first", "2:row-too-long", "3:{\"", "4:last", "5:row-too-long"], rows.Outcomes());
    }

    [Theory]
    [InlineData(".gz")]
    [InlineData(".zst")]
    [InlineData("")]
    public async Task Read_Packed_SameRows(string ending)
    {
        var text = Lines(20_000);
        // Told by its bytes: the name says so in one case only.
        _sample.Write("rows.jsonl" + ending, ending is ".zst" ? Zstd(text) : Gzip(text));
        var rows = await _sample.Read(Sample.Source() with { Path = "rows.jsonl" + ending });
        Assert.Equal(20_000, rows.Count);
        Assert.All(rows, row => Assert.Null(row.Intake.Rejected));
        Assert.Equal("20000:q19999", rows[^1].Outcome());
    }

    [Fact]
    public async Task Read_PackedNameButPlainBytes_ReadsThem()
    {
        _sample.Write("rows.jsonl.gz", "{\"question\":\"a\"}\n");
        Assert.Equal(["1:a"], (await _sample.Read(Sample.Source() with { Path = "rows.jsonl.gz" })).Outcomes());
    }

    [Theory]
    [InlineData(".gz")]
    [InlineData(".zst")]
    public async Task Read_JoinedMembers_AreOneFile(string ending)
    {
        Func<string, byte[]> pack = ending is ".zst" ? Zstd : Gzip;
        _sample.Write("rows.jsonl" + ending, [.. pack(Lines(3000)), .. pack("{\"question\":\"end\"}\n")]);
        var rows = await _sample.Read(Sample.Source() with { Path = "rows.jsonl" + ending });
        Assert.Equal(3001, rows.Count);
        Assert.Equal("3001:end", rows[^1].Outcome());
    }

    [Theory]
    [InlineData(".gz", false)]
    [InlineData(".gz", true)]
    [InlineData(".zst", false)]
    [InlineData(".zst", true)]
    public async Task Read_CutWhilePacked_KeepsWhatWasReadAndSaysWhereItBroke(string ending, bool joined)
    {
        Func<string, byte[]> pack = ending is ".zst" ? Zstd : Gzip;
        byte[] whole = joined ? [.. pack(Lines(100)), .. pack(Lines(20_000))] : pack(Lines(20_000));
        _sample.Write("rows.jsonl" + ending, whole[..(whole.Length * 2 / 3)]);
        var rows = await _sample.Read(Sample.Source() with { Path = "rows.jsonl" + ending });
        Assert.True(rows.Count is > 100 and < 20_000, $"{rows.Count} rows");
        Assert.Equal("truncated-file", rows[^1].Intake.Rejected?.Reason);
        Assert.Equal(rows.Count, rows[^1].Intake.Origin.Row);
        Assert.All(rows.SkipLast(1), row => Assert.Null(row.Intake.Rejected));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(1)]
    public async Task Read_GzipWithoutItsLastBytes_KeepsAllRows(int missing)
    {
        _sample.Write("rows.jsonl.gz", Gzip(Lines(2000))[..^missing]);
        var rows = await _sample.Read(Sample.Source() with { Path = "rows.jsonl.gz" });
        Assert.Equal(2001, rows.Count);
        Assert.Equal("2001:truncated-file", rows[^1].Outcome());
    }

    [Theory]
    [InlineData(".gz")]
    [InlineData(".zst")]
    public async Task Read_DamagedWhilePacked_IsADeadLetter(string ending)
    {
        var whole = ending is ".zst" ? Zstd(Lines(20_000)) : Gzip(Lines(20_000));
        whole.AsSpan(whole.Length / 2, 64).Fill(0xAA);
        _sample.Write("rows.jsonl" + ending, whole);
        var rows = await _sample.Read(Sample.Source() with { Path = "rows.jsonl" + ending });
        Assert.Equal("corrupt-file", rows[^1].Intake.Rejected?.Reason);
    }

    [Fact]
    public async Task Read_PackedArray_IsAnArray()
    {
        _sample.Write("rows.json.gz", Gzip("[{\"question\":\"a\"},{\"question\":\"b\"}]"));
        Assert.Equal(["1:a", "2:b"], (await _sample.Read(Sample.Source() with { Path = "rows.json.gz" })).Outcomes());
    }

    [Fact]
    public async Task Read_TwoHundredMegabyteLine_StaysWithinBounds()
    {
        var path = Path.Combine(_sample.Folder, "rows.jsonl.gz");
        using (var file = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            file.Write("{\"question\":\"a\"}\n{\"question\":\""u8);
            var chunk = new byte[1 << 20];
            chunk.AsSpan().Fill((byte)'x');
            for (var at = 0; at < 200; at++) file.Write(chunk);
            file.Write("\"}\n{\"question\":\"c\"}\n"u8);
        }

        var rows = await _sample.Read(Sample.Source() with { Path = "rows.jsonl.gz" });
        Assert.Equal(["1:a", "2:row-too-long", "3:c"], rows.Outcomes());
    }

    static string Lines(int count)
    {
        var text = new StringBuilder();
        var random = new Random(1);
        for (var at = 0; at < count; at++) text.Append($"{{\"question\":\"q{at}\",\"noise\":{random.NextInt64()}}}\n");
        return text.ToString();
    }

    static byte[] Gzip(string text)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    static byte[] Zstd(string text)
    {
        using var compressor = new ZstdSharp.Compressor();
        return compressor.Wrap(Encoding.UTF8.GetBytes(text)).ToArray();
    }
}
