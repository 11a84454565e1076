using System.Globalization;
using System.Net;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Telemetry;

[Collection(nameof(CuratedServer))]
public sealed class MetricsPageTests(CuratedServer server)
{
    [Fact]
    public async Task Metrics_ByRole_AreShownOrRefused()
    {
        using var client = new HttpClient();
        using var refused = await client.GetAsync($"{server.Url}/metrics");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        client.DefaultRequestHeaders.Authorization = new("Bearer", CuratedServer.Viewer);
        using var page = await client.GetAsync($"{server.Url}/metrics");
        Assert.Equal((HttpStatusCode.OK, "text/plain"), (page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        var lines = (await page.Content.ReadAsStringAsync()).Split('\n');

        foreach (var series in (string[])["naturalthoughts_silo_started_seconds", "naturalthoughts_root_free_bytes", "orleans_", "dotnet_", "http_server_", "gen_ai_"])
            Assert.Contains(lines, line => line.StartsWith(series, StringComparison.Ordinal));
        var active = lines.Single(line => line.StartsWith("naturalthoughts_silos{", StringComparison.Ordinal) && line.Contains("\"active\"", StringComparison.Ordinal));
        Assert.Equal("1", active.Split(' ')[1]);
        var (free, size) = (NumberOf("naturalthoughts_root_free_bytes"), NumberOf("naturalthoughts_root_size_bytes"));
        Assert.InRange(free, 1, size);

        double NumberOf(string name) => double.Parse(
            lines.Single(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
