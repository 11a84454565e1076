using System.Text;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Segments;
using ZstdSharp;

namespace NaturalThoughts.Data.Tests.Log.Segments;

public sealed class SegmentDamageTests : IAsyncLifetime
{
    readonly TempFolder _folder = new();

    string Second => _folder.In("00000002.jsonl.zst");

    public async ValueTask InitializeAsync()
    {
        var log = await SegmentLog.OpenAsync(_folder.Path);
        for (var i = 0; i < 3; i++) await log.CommitAsync(SomeFacts.Responses(i * 5, 5));
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Replay_SegmentCutAnywhere_SaysWhichFileAndDeletesNothing()
    {
        var whole = await File.ReadAllBytesAsync(Second);
        for (var length = 0; length < whole.Length; length += 7)
        {
            await File.WriteAllBytesAsync(Second, whole[..length]);
            Assert.Equal(Second, (await DamageAsync()).Where);
            Assert.Equal(3, Directory.GetFiles(_folder.Path).Length);
        }
    }

    [Fact]
    public async Task Replay_AnyByteChanged_IsDamage()
    {
        var whole = await File.ReadAllBytesAsync(Second);
        for (var at = 0; at < whole.Length; at += 11)
        {
            var changed = whole.ToArray();
            changed[at] ^= 0x20;
            await File.WriteAllBytesAsync(Second, changed);
            try
            {
                // A bit that Zstandard does not use may change nothing; what is read must then be what was written.
                Assert.Equal(SomeFacts.Responses(0, 15), (await _folder.ReplayAsync()).Select(logged => logged.Fact));
            }
            catch (LogDamageException e)
            {
                Assert.Equal(Second, e.Problem.Where);
            }
        }
    }

    [Theory]
    [InlineData("42 = 6 × 7", "6 × 7 = 42", "checksum")]
    [InlineData("\"rows\":5", "\"rows\":4", "footer says 4 rows")]
    [InlineData("\"rows\"", "\"rowz\"", "not a segment's footer")]
    [InlineData("\"segment\":2", "\"segment\":1", "header says segment 1")]
    [InlineData("\"format\":1", "\"format\":2", "format 2")]
    [InlineData("\"commit\":\"", "\"commit\":\"x", "no commit id")]
    public async Task Replay_TextAltered_SaysWhat(string from, string to, string expected)
    {
        var text = Encoding.UTF8.GetString(new Decompressor().Unwrap(await File.ReadAllBytesAsync(Second)));
        var altered = text.Contains(from, StringComparison.Ordinal) ? text.Replace(from, to) : text.Replace(to, from);
        Assert.NotEqual(text, altered);
        await File.WriteAllBytesAsync(Second, new Compressor().Wrap(Encoding.UTF8.GetBytes(altered)).ToArray());
        Assert.Contains(expected, (await DamageAsync()).What);
    }

    [Fact]
    public async Task Replay_SegmentUnderAnotherNumber_IsDamage()
    {
        File.Copy(_folder.In("00000001.jsonl.zst"), Second, overwrite: true);
        Assert.Contains("header says segment 1", (await DamageAsync()).What);
    }

    [Fact]
    public async Task Open_NumberMissing_NamesIt()
    {
        File.Delete(Second);
        Assert.Equal(Second, (await DamageAsync()).Where);
    }

    [Theory]
    [InlineData("notes.txt", "does not belong")]
    [InlineData(".DS_Store", "does not belong")]
    [InlineData("4.jsonl.zst", "does not belong")]
    [InlineData("00000000.jsonl.zst", "does not belong")]
    [InlineData("000000004.jsonl.zst", "does not belong")]
    [InlineData("99999999999.jsonl.zst", "does not belong")]
    [InlineData("00000001-00000064.parquet", "cannot be read as Parquet")]
    [InlineData("00000002-00000065.parquet", "does not belong")]
    [InlineData("00000001-00000065.parquet", "does not belong")]
    [InlineData("00000001-00000001.parquet", "does not belong")]
    public async Task Open_ForeignFile_IsRefusedAndKept(string name, string expected)
    {
        await File.WriteAllTextAsync(_folder.In(name), "");
        var problem = await DamageAsync();
        Assert.Contains(expected, problem.What);
        Assert.Equal(_folder.In(name), problem.Where);
        Assert.NotNull(problem.Fix);
        Assert.True(File.Exists(_folder.In(name)));
    }

    async Task<Core.Problems.Problem> DamageAsync() => (await Assert.ThrowsAsync<LogDamageException>(_folder.ReplayAsync)).Problem;
}
