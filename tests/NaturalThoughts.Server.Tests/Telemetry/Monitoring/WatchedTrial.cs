using System.Collections.Immutable;
using NaturalThoughts.ModelServers;
using NaturalThoughts.Server.Access;
using NaturalThoughts.Server.Configuration;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Telemetry.Monitoring;

/// <summary>Silos that ask who comes, and a Prometheus that has a viewer's key.</summary>
/// <param name="Cluster">The silos.</param>
/// <param name="Prometheus">Who watches them.</param>
/// <param name="Keys">The file of keys.</param>
sealed record WatchedTrial(ClusterTrial Cluster, PrometheusServer Prometheus, string Keys) : IAsyncDisposable
{
    static readonly string Operator = ApiKey.Fresh();

    /// <summary>Starts all of it.</summary>
    /// <param name="servers">Model servers, the first beside the first silo.</param>
    /// <param name="silos">How many silos.</param>
    /// <param name="rules">Changes the text of the rules.</param>
    /// <param name="settings">Settings of each silo besides.</param>
    public static async Task<WatchedTrial> StartAsync(
        ImmutableArray<ModelServerOptions> servers, int silos, Func<string, string> rules, params string[] settings)
    {
        PrometheusServer.SkipWithout();
        var (keys, viewer) = (Path.GetTempFileName(), ApiKey.Fresh());
        await File.WriteAllLinesAsync(keys, [KeysFile.LineOf("olga", Role.Operator, Operator), KeysFile.LineOf("prometheus", Role.Viewer, viewer)]);
        ClusterTrial? cluster = null;
        try
        {
            cluster = await ClusterTrial.StartAsync(servers, silos, Operator, [$"Http:KeysFile={keys}", .. settings]);
            var urls = cluster.Silos.Select(silo => new Uri(cluster.Url(silo.Number)));
            return new(cluster, await PrometheusServer.StartAsync(viewer, urls, rules), keys);
        }
        catch
        {
            if (cluster is not null) await cluster.DisposeAsync();
            File.Delete(keys);
            throw;
        }
    }

    /// <summary>Asks the first silo, as an operator.</summary>
    public async Task<(int Status, string Said)> AskAsync(HttpMethod method, string path, HttpContent? body = null)
    {
        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new("Bearer", Operator) } };
        using var request = new HttpRequestMessage(method, $"{Cluster.Url(0)}/api/v1/{path}") { Content = body };
        using var answer = await http.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Waits until an alert fires.</summary>
    /// <param name="alert">Its name, without what all begin with.</param>
    /// <param name="labels">What it is about.</param>
    public Task FiresAsync(string alert, string labels) => Prometheus.UntilAsync(Firing(alert, labels), some: true);

    /// <summary>Waits until an alert fires no more.</summary>
    public Task ClearsAsync(string alert) => Prometheus.UntilAsync(Firing(alert, ""), some: false);

    static string Firing(string alert, string labels) => $"ALERTS{{alertname=\"NaturalThoughts{alert}\", alertstate=\"firing\", {labels}}}";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Prometheus.Dispose();
        await Cluster.DisposeAsync();
        File.Delete(Keys);
    }
}
