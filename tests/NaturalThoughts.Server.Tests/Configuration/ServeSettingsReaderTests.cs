using System.Collections.Immutable;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Server.Access;
using NaturalThoughts.Server.Configuration;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Configuration;

public sealed class ServeSettingsReaderTests : IDisposable
{
    const string Key = "0123456789abcdef";

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-serve-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_NothingTold_IsOneSiloOnLoopback()
    {
        var settings = Read().Value!;

        Assert.Null(settings.Redis);
        Assert.Equal(["http://127.0.0.1:8080"], settings.Http.Urls);
        Assert.Equal(Path.Combine(_folder.FullName, "runs"), settings.Root);
        Assert.Equal(TimeSpan.FromSeconds(30), settings.Grace);
        Assert.Equal((0, 0), (settings.Silo.Port, settings.Silo.GatewayPort));
    }

    [Fact]
    public void Read_ManyMistakes_NamesEachWithItsKey()
    {
        var problems = Read(
            "Silo:Port=70000", "Silo:Address=nowhere", "Redis:User=me", "Drain:Grace=soon", "Http:Urls=http://0.0.0.0:8080",
            "Inference:Endpoints=ftp://x", "Inference:Slots=0", "Inferense:File=x", "Redis:Tls=maybe").Problems;

        Assert.Equal(
            ["Drain:Grace", "Http:Urls", "Inference:Endpoints", "Inference:Slots", "Inferense:File", "Redis:Connection", "Redis:Tls",
                "Silo:Address", "Silo:Port"],
            problems.Select(problem => problem.Where!).Order(StringComparer.Ordinal));
        Assert.Contains(problems, problem => problem.Fix == "Did you mean `Inference:File`?");
    }

    [Theory]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://*:8080")]
    [InlineData("http://10.0.0.1:8080")]
    [InlineData("http://[::]:8080")]
    [InlineData("http://example.org:8080")]
    public void Read_OtherMachinesReachIt_NeedsAKey(string url)
    {
        Assert.Equal("Http:Urls", Assert.Single(Read($"Http:Urls={url}").Problems).Where);
        Assert.True(Read([$"Http:Urls={url}"], environment: ("NATURALTHOUGHTS__Http__ApiKey", Key)).Ok);
    }

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://localhost:8080")]
    [InlineData("http://[::1]:8080")]
    public void Read_OnlyThisMachineReachesIt_NeedsNoKey(string url) => Assert.True(Read($"Http:Urls={url}").Ok);

    [Fact]
    public void Read_SecretsInFiles_AreReadAndNotPrinted()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "key"), Key + "\n");
        File.WriteAllText(Path.Combine(_folder.FullName, "password"), "hidden\n");

        var settings = Read(
            "Http:ApiKeyFile=key", "Redis:Connection=one:6379,two:6380", "Redis:PasswordFile=password", "Redis:Tls=true").Value!;

        Assert.True(settings.Http.ApiKey!.Is(Key));
        Assert.False(settings.Http.ApiKey.Is(Key + "0"));
        Assert.Equal("hidden", settings.Redis!.Options.Password);
        Assert.True(settings.Redis.Options.Ssl);
        Assert.Equal("one:6379,two:6380 (TLS)", settings.Redis.ToString());
        Assert.DoesNotContain("hidden", settings.Redis.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SentinelsAndOptions_PassThrough()
    {
        var options = Read("Redis:Connection=s1:26379,s2:26379,serviceName=main,connectTimeout=1234").Value!.Redis!.Options;

        Assert.Equal("main", options.ServiceName);
        Assert.Equal(1234, options.ConnectTimeout);
        Assert.Equal(2, options.EndPoints.Count);
    }

    [Fact]
    public void Read_CertificatesThatDoNotFit_NamesEach()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "empty.pem"), "no certificate\n");

        var broken = Read("Redis:Connection=h:1", "Redis:Tls=true", "Redis:CaFile=empty.pem", "Redis:CertificateFile=absent.pem").Problems;
        var keyOnly = Read("Redis:Connection=h:1", "Redis:Tls=true", "Redis:KeyFile=key.pem").Problems;
        var plain = Read("Redis:Connection=h:1", $"Redis:CaFile={new TestAuthority(_folder.FullName).CaFile}").Problems;

        Assert.Collection(broken,
            problem => Assert.StartsWith("Redis:CaFile (", problem.Where, StringComparison.Ordinal),
            problem => Assert.StartsWith("Redis:CertificateFile (", problem.Where, StringComparison.Ordinal));
        Assert.Equal("Redis:CertificateFile", Assert.Single(keyOnly).Where);
        Assert.Equal("Redis:Tls", Assert.Single(plain).Where);
    }

    [Fact]
    public void Read_HostsWithoutPorts_GetTheUsualOnes()
    {
        Assert.Equal("h:6379", $"{Read("Redis:Connection=h").Value!.Redis}");
        Assert.Equal("h:6380 (TLS)", $"{Read("Redis:Connection=h", "Redis:Tls=true").Value!.Redis}");
        Assert.Equal("h", $"{Read("Redis:Connection=h,serviceName=main").Value!.Redis}");
    }

    [Theory]
    [InlineData("Http:ApiKey=0123456789abcdef")]
    [InlineData("Redis:Password=hidden")]
    [InlineData("Redis:Connection=h:1,password=hidden")]
    public void Read_SecretOnTheCommandLine_IsRefusedAndNotRepeated(string assignment)
    {
        var problem = Assert.Single(Read(assignment).Problems);

        Assert.Contains("command line", problem.What, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FileEnvironmentAndCommandLine_TheLaterWins()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "appsettings.json"),
            """
            {"Cluster": {"Id": "file", "Service": "file"}, "Drain": {"Grace": "15m"},
             "Inference": {"Endpoints": ["http://a:1/v1", "http://b:1/v1"]}}
            """);

        var settings = Read(["Drain:Grace=90s"], environment: ("NATURALTHOUGHTS__Cluster__Id", "environment")).Value!;

        Assert.Equal(new("environment", "file"), settings.Cluster);
        Assert.Equal(TimeSpan.FromSeconds(90), settings.Grace);
        Assert.Equal(["http://a:1/v1", "http://b:1/v1"], settings.Inference.List.Select(endpoint => endpoint.Url));
    }

    [Fact]
    public void Read_RootVariable_IsTheRoot() => Assert.Equal(
        Path.Combine(_folder.FullName, "elsewhere"), Read([], environment: ("NATURALTHOUGHTS_ROOT", "elsewhere")).Value!.Root);

    [Fact]
    public void Read_RootVariableAndKey_TakesTheKey() => Assert.Equal(
        Path.Combine(_folder.FullName, "key"),
        Read([], ("NATURALTHOUGHTS_ROOT", "elsewhere"), ("NATURALTHOUGHTS__Root", "key")).Value!.Root);

    [Fact]
    public void Read_BrokenFile_SaysWhere()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "appsettings.json"), "{\n  \"Root\": ,\n}");

        var problem = Assert.Single(Read().Problems);

        Assert.EndsWith("appsettings.json", problem.Where, StringComparison.Ordinal);
        Assert.Equal(2, problem.Line);
    }

    [Fact]
    public void Read_KeysAndTokens_AreWhoIsAsked()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "keys"), KeysFile.LineOf("ada", Role.Operator, Key));

        var settings = Read("Http:Urls=http://0.0.0.0:8080", "Http:KeysFile=keys", "Http:AuditFile=audit.jsonl", "Http:RequestsPerSecond=7",
            "Http:Oidc:Authority=https://login.example.org/main", "Http:Oidc:Audience=nt", "Http:Oidc:RoleClaim=groups").Value!.Http;

        Assert.True(settings.AsksWho);
        Assert.Equal(Path.Combine(_folder.FullName, "keys"), settings.KeysFile);
        Assert.Equal(Path.Combine(_folder.FullName, "audit.jsonl"), settings.AuditFile);
        Assert.Equal(7, settings.RequestsPerSecond);
        Assert.Equal(
            new(new("https://login.example.org/main"), "nt", "groups", "naturalthoughts-viewer", "naturalthoughts-operator"),
            settings.Oidc);
        Assert.Equal(50, Read().Value!.Http.RequestsPerSecond);
        Assert.False(Read().Value!.Http.AsksWho);
    }

    [Fact]
    public void Read_KeysAndTokensThatDoNotFit_NamesEach()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "keys"), "ada admin x\n\nbob\n");

        var problems = Read(
            "Http:KeysFile=keys", "Http:Oidc:Authority=http://login.example.org", "Http:RequestsPerSecond=0").Problems;
        var absent = Assert.Single(Read("Http:KeysFile=absent").Problems);
        File.WriteAllText(Path.Combine(_folder.FullName, "none"), "# nobody yet\n");
        Assert.Contains("holds no key", Assert.Single(Read("Http:KeysFile=none").Problems).What, StringComparison.Ordinal);
        var nobody = Assert.Single(Read("Http:Oidc:Audience=nt").Problems);

        Assert.Equal(
            ["Http:KeysFile", "Http:KeysFile", "Http:Oidc:Audience", "Http:Oidc:Authority", "Http:RequestsPerSecond"],
            problems.Select(problem => problem.Where!.Split(' ')[0]).Order(StringComparer.Ordinal));
        Assert.Equal([1, 3], problems.Where(problem => problem.Line is not null).Select(problem => problem.Line!.Value));
        Assert.StartsWith("Http:KeysFile", absent.Where, StringComparison.Ordinal);
        Assert.Equal("Http:Oidc:Authority", nobody.Where);
        Assert.Equal("Http:AuditFile", Assert.Single(Read("Http:AuditFile=absent/audit.jsonl").Problems).Where);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000")]
    [InlineData("http://localhost:5000/realm")]
    [InlineData("https://login.example.org")]
    public void Read_IssuerThatNobodyCanImitate_IsTaken(string authority) =>
        Assert.True(Read($"Http:Oidc:Authority={authority}", "Http:Oidc:Audience=nt").Ok);

    [Fact]
    public void Read_StandardVariablesOfACollector_HoldUnlessAKeySaysOtherwise()
    {
        (string, string)[] standard = [("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")];

        var told = Read([], standard).Value!.Telemetry;
        Assert.Equal((new("http://collector:4318"), true), (told.Otlp, told.OverHttp));
        var ours = Read(["Telemetry:Protocol=grpc"], [.. standard, ("NATURALTHOUGHTS__Telemetry__Otlp", "http://ours:4317")]).Value!.Telemetry;
        Assert.Equal((new("http://ours:4317"), false), (ours.Otlp, ours.OverHttp));
        Assert.Equal("Telemetry:Otlp", Assert.Single(Read([], ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector")).Problems).Where);
    }

    Checked<ServeSettings> Read(params string[] assignments) => Read(assignments, []);

    Checked<ServeSettings> Read(string[] assignments, params (string Name, string Value)[] environment)
    {
        var told = new ServeConfiguration
        {
            Folder = _folder.FullName,
            Environment = environment.ToImmutableDictionary(variable => variable.Name, variable => variable.Value),
            Assignments = [.. assignments],
        };
        var configuration = told.Read();
        return configuration.Ok ? ServeSettingsReader.Read(configuration.Value, _folder.FullName) : new(configuration.Problems);
    }
}
