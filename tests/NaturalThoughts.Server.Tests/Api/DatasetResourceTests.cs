using System.Net;
using System.Security.Cryptography;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Api;

/// <summary>Datasets and their files over HTTP.</summary>
[Collection(nameof(CuratedServer))]
public sealed class DatasetResourceTests(CuratedServer server)
{
    [Fact]
    public async Task Dataset_ByName_IsItsManifestAndEveryFileItLists()
    {
        var answer = await server.AskAsync("datasets/mixed");
        var manifest = answer.Json();

        Assert.Equal($"\"{Sha256(answer.Body)}\"", answer.Headers.ETag!.Tag);
        foreach (var file in manifest.GetProperty("files").EnumerateArray())
        {
            var got = await server.AskAsync($"datasets/mixed/files/{file.GetProperty("path").GetString()}");
            Assert.Equal(file.GetProperty("sha256").GetString(), Sha256(got.Body));
            Assert.Equal("attachment", got.Content.ContentDisposition!.DispositionType);
        }

        Assert.Equal(answer.Body, (await server.AskAsync("datasets/mixed/files/manifest.json")).Body);
    }

    [Fact]
    public async Task File_InRanges_IsTheSameFile()
    {
        var (path, sha256) = await DataFileAsync("mixed");
        var whole = await server.AskAsync(path);
        var half = whole.Body.Length / 2;

        var first = await server.AskAsync(path, ("Range", $"bytes=0-{half - 1}"));
        var rest = await server.AskAsync(path, ("Range", $"bytes={half}-"), ("If-Range", whole.Headers.ETag!.ToString()));
        var stale = await server.AskAsync(path, ("Range", $"bytes={half}-"), ("If-Range", "\"other\""));
        var beyond = await server.AskAsync(path, ("Range", $"bytes={whole.Body.Length}-"));
        var known = await server.AskAsync(path, ("If-None-Match", whole.Headers.ETag!.ToString()));
        var head = await server.SendAsync(HttpMethod.Head, $"runs/quickstart/{path}");

        Assert.Equal([HttpStatusCode.PartialContent, HttpStatusCode.PartialContent], [first.Status, rest.Status]);
        Assert.Equal(sha256, Sha256([.. first.Body, .. rest.Body]));
        Assert.Equal((HttpStatusCode.OK, whole.Body.Length), (stale.Status, stale.Body.Length));
        Assert.Equal("Range", beyond.Problem(HttpStatusCode.RequestedRangeNotSatisfiable).Where);
        Assert.Equal($"bytes */{whole.Body.Length}", beyond.Content.ContentRange!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, known.Status);
        Assert.Equal((HttpStatusCode.OK, 0, whole.Body.Length), (head.Status, head.Body.Length, (int)head.Content.ContentLength!));
    }

    [Theory]
    [InlineData("datasets/mixed/files/../../run.yaml")]
    [InlineData("datasets/mixed/files/..%2F..%2F..%2Frun.yaml")]
    [InlineData("datasets/mixed/files//etc/passwd")]
    [InlineData("datasets/mixed/files/%2Fetc%2Fpasswd")]
    [InlineData("datasets/..%2Fselections/files/summary.json")]
    [InlineData("datasets/.staging/files/manifest.json")]
    [InlineData("datasets/mixed/files/data%00")]
    [InlineData("selections/..%2F..")]
    public async Task File_OutsideOfADataset_IsNotFound(string path)
    {
        var answer = await server.AskAsync(path);

        Assert.True(answer.Status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{answer.Status}");
        Assert.DoesNotContain("run: quickstart", System.Text.Encoding.UTF8.GetString(answer.Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_ThatIsALinkOrHasOtherBytes_IsRefused()
    {
        var (path, _) = await DataFileAsync("hard-messages");
        var file = Path.Combine(server.RunFolder, path.Replace("/files/", "/", StringComparison.Ordinal));
        var aside = $"{file}.aside";
        File.Move(file, aside);
        try
        {
            File.CreateSymbolicLink(file, Path.Combine(server.RunFolder, "run.yaml"));
            Assert.Contains("not in its folder", (await server.AskAsync(path)).Problem(HttpStatusCode.UnprocessableEntity).What, StringComparison.Ordinal);
            File.Delete(file);
            await File.WriteAllTextAsync(file, "other");
            Assert.Contains("has 5 bytes", (await server.AskAsync(path)).Problem(HttpStatusCode.UnprocessableEntity).What, StringComparison.Ordinal);
        }
        finally
        {
            File.Move(aside, file, overwrite: true);
        }
    }

    async Task<(string Path, string Sha256)> DataFileAsync(string dataset)
    {
        var manifest = (await server.AskAsync($"datasets/{dataset}")).Json();
        var file = manifest.GetProperty("files").EnumerateArray().First(file => file.TryGetProperty("rows", out _));
        return ($"datasets/{dataset}/files/{file.GetProperty("path").GetString()}", file.GetProperty("sha256").GetString()!);
    }

    static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
