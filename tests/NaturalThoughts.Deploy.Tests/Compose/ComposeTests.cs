using System.Text.RegularExpressions;
using NaturalThoughts.Cli;
using NaturalThoughts.Server.Configuration;

namespace NaturalThoughts.Deploy.Tests.Compose;

public sealed partial class ComposeTests
{
    const string Settings = "NATURALTHOUGHTS__";

    [Fact]
    public void Settings_OfEverySilo_AreSettingsOfServe() =>
        Assert.All(Silos().SelectMany(silo => silo.Environment.Keys.Where(name => name.StartsWith(Settings, StringComparison.Ordinal))),
            name => Assert.Contains(name[Settings.Length..].Replace("__", ":"), ServeKeys.All));

    [Fact]
    public void Silos_ButForTheirPorts_AreTheSame()
    {
        var silos = Silos().ToList();

        Assert.Equal(2, silos.Count);
        Assert.Equal(silos[0].Environment, silos[1].Environment);
        Assert.Equal(silos[0].List("volumes"), silos[1].List("volumes"));
        Assert.NotEqual(silos[0].List("ports"), silos[1].List("ports"));
    }

    [Fact]
    public void Silos_ToldToEnd_HaveTheirGraceAndThirtySecondsMore() =>
        Assert.All(Silos(), silo => Assert.True(int.Parse(silo.Text("stop_grace_period")!.TrimEnd('s')) > 30 + 30));

    [Fact]
    public void CommandLines_OfTheProgram_AreUnderstood() => Assert.All(
        ComposeFile.Services.Where(service => service.IsProgram && service.Keys.ContainsKey("command")),
        service => Assert.Empty(CommandTree.Build().Parse([.. service.List("command")]).Errors));

    [Fact]
    public void Services_EachOfThem_AreConfined() => Assert.All(ComposeFile.Services, service =>
    {
        Assert.Equal("true", service.Text("read_only"));
        Assert.Equal(["ALL"], service.List("cap_drop"));
        Assert.Contains("no-new-privileges:true", service.List("security_opt"));
        Assert.DoesNotContain(service.Keys.Keys, key => key is "privileged" or "cap_add" or "network_mode" or "pid" or "ipc" or "devices");
    });

    // vLLM's image has no other user that may write to the folder of models.
    [Fact]
    public void Users_OfAllServicesButVllm_AreNotRoot() => Assert.All(
        ComposeFile.Services.Where(service => service.Name != "vllm"),
        service => Assert.Matches("^[1-9][0-9]*:[0-9]+$", service.Text("user")));

    [Fact]
    public void Ports_ThatArePublished_AreOpenOnThisMachineOnly() => Assert.All(
        ComposeFile.Services.SelectMany(service => service.List("ports")), port => Assert.Matches(@"^127\.0\.0\.1:\d+:\d+$", port));

    [Fact]
    public void Images_EachOfThem_HaveATagThatStays() => Assert.All(ComposeFile.Services, service =>
    {
        Assert.Matches("^[a-z0-9./-]+:v?[0-9][A-Za-z0-9.-]*$", service.Text("image"));
        Assert.DoesNotContain("latest", service.Text("image"));
    });

    [Fact]
    public void Mounts_FromThisRepository_AreThereAndAreNotWrittenTo()
    {
        var mounts = ComposeFile.Services.SelectMany(service => service.Mounts).ToList();
        var volumes = ComposeFile.Map(ComposeFile.All["volumes"]).Keys.Cast<string>().ToHashSet();

        Assert.All(mounts.Where(mount => mount.Source.StartsWith('.')), mount =>
        {
            var path = Path.GetFullPath(mount.Source, ComposeFile.Folder);
            Assert.True(Path.Exists(path), $"There is no {mount.Source}.");
            Assert.False(mount.Writes, $"{mount.Source} could be written to.");
        });
        Assert.Equal(volumes, mounts.Select(mount => mount.Source).Where(source => !source.StartsWith('.')).ToHashSet());
    }

    // The collector's image holds nothing to ask with.
    [Fact]
    public void Health_OfWhatGoesOnRunning_IsLookedAt() => Assert.All(
        ComposeFile.Services.Where(service => service.Text("restart") != "no" && service.Name != "otel-collector"),
        service => Assert.True(service.Health.ContainsKey("test") || service.IsProgram, $"{service} has no health check."));

    [Fact]
    public void Dependencies_ThatAreWaitedFor_CanBeWaitedFor() => Assert.All(
        ComposeFile.Services.SelectMany(
            service => service.DependsOn, (service, one) => (service, Other: ComposeFile.Of(one.Key), one.Value)), one =>
        {
            Assert.Equal(one.Other.Text("restart") == "no" ? "service_completed_successfully" : "service_healthy", one.Value);
            // What is in no profile is always there.
            Assert.Subset(one.service.List("profiles").ToHashSet(), one.Other.List("profiles").ToHashSet());
        });

    [Fact]
    public void Addresses_ThatServicesAsk_AreServices()
    {
        var names = ComposeFile.Services.Select(service => service.Name).ToHashSet();
        var asked = ComposeFile.Services.SelectMany(service => service.Environment.Values)
            .SelectMany(value => Host().Matches(value).Select(match => match.Groups[1].Value)).Where(host => host != "0.0.0.0").ToHashSet();

        Assert.Superset(new HashSet<string> { "models", "otel-collector", "silo-1" }, asked);
        Assert.Subset(names, asked);
    }

    [Fact]
    public void Grafana_Provisioned_ShowsTheDashboardsOfPrometheus()
    {
        string Read(string file) => File.ReadAllText(Path.Combine(ComposeFile.Folder, "grafana", "provisioning", file));
        var dashboards = ComposeFile.Of("grafana").Mounts.Single(mount => mount.Source == "./grafana/dashboards").Target;

        Assert.Contains($"path: {dashboards}}}", Read("dashboards/naturalthoughts.yaml"));
        Assert.Contains("http://prometheus:9090", Read("datasources/prometheus.yaml"));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(ComposeFile.Folder, "grafana", "dashboards"), "*.json"));
    }

    // Silos are another user than Redis, and the umask is that of its image.
    [Fact]
    public async Task Redis_StartedAgainAndAgain_LetsSilosReadOnePassword()
    {
        var folder = Directory.CreateTempSubdirectory("naturalthoughts-redis-");
        try
        {
            var file = Path.Combine(folder.FullName, "password");
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "redis-server"), "#!/bin/sh\ncat > \"$0.conf\"\n", TestContext.Current.CancellationToken);
            var command = ComposeFile.Of("redis").List("command")[2].Replace("$$", "$").Replace("/data", folder.FullName);
            string[] start = ["-c", $"umask 0077; chmod +x {folder.FullName}/redis-server; PATH={folder.FullName}:$PATH; {command}"];

            await Tool.RunAsync("sh", start);
            var made = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
            // As an older version left it.
            await Tool.RunAsync("chmod", "0600", file);
            await Tool.RunAsync("sh", start);

            Assert.Equal("644", (await Tool.RunAsync("stat", "--format=%a", file)).Trim());
            Assert.Matches("^[0-9a-f]{64}\n$", made);
            Assert.Equal(made, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
            Assert.Contains($"requirepass {made}", await File.ReadAllTextAsync(
                Path.Combine(folder.FullName, "redis-server.conf"), TestContext.Current.CancellationToken));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Paths in Prometheus' file start from its folder.
    [Fact]
    public void Prometheus_InItsFile_FindsSilosRulesAndTheKey()
    {
        var file = File.ReadAllText(Path.Combine(ComposeFile.Folder, "prometheus", "prometheus.yaml"));
        var mounted = ComposeFile.Of("prometheus").Mounts.Select(mount => mount.Target).ToList();

        Assert.All(Silos(), silo => Assert.Contains($"\"{silo.Name}:8080\"", file));
        Assert.Contains("rule_files: [rules.yaml]", file);
        Assert.Contains("credentials_file: keys/viewer.key", file);
        Assert.All((string[])["prometheus.yaml", "rules.yaml", "keys"], name => Assert.Contains($"/etc/prometheus/{name}", mounted));
        Assert.Contains(ComposeFile.Services, service => service.List("command") is ["key", "viewer", "--into", _]);
    }

    static IEnumerable<ComposeService> Silos() =>
        ComposeFile.Services.Where(service => service.Name.StartsWith("silo-", StringComparison.Ordinal));

    [GeneratedRegex("http://([^:/]+)")]
    private static partial Regex Host();
}
