using Microsoft.Extensions.Configuration;
using NaturalThoughts.Server.Configuration;

namespace NaturalThoughts.Server.Tests.Configuration;

public sealed class TelemetrySettingsReaderTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-telemetry-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Read_NothingTold_IsScrapedAndSendsNothing()
    {
        var (settings, problems) = Read();

        Assert.Empty(problems);
        Assert.Equal((true, null, false, 0.01, false),
            (settings.Metrics, settings.Otlp, settings.OverHttp, settings.Questions, settings.JsonLog));
    }

    [Fact]
    public void Read_AllTold_IsTaken()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "headers"), "# Whose\n\nauthorization = Bearer a=b \nx-tenant=lab\n");

        var (settings, problems) = Read(
            "Telemetry:Metrics=false", "Telemetry:Otlp=https://collector.example:4318", "Telemetry:Protocol=http", "Telemetry:HeadersFile=headers",
            "Telemetry:Questions=0.5", "Telemetry:LogFormat=json");

        Assert.Empty(problems);
        Assert.Equal((false, new("https://collector.example:4318"), true, 0.5, true),
            (settings.Metrics, settings.Otlp, settings.OverHttp, settings.Questions, settings.JsonLog));
        Assert.Equal([new("authorization", "Bearer a=b"), new("x-tenant", "lab")], settings.Headers);
    }

    [Theory]
    [InlineData("Telemetry:Metrics=perhaps", "Telemetry:Metrics")]
    [InlineData("Telemetry:Otlp=collector:4317", "Telemetry:Otlp")]
    [InlineData("Telemetry:Otlp=ftp://collector", "Telemetry:Otlp")]
    [InlineData("Telemetry:Otlp=http://me:secret@collector:4317", "Telemetry:Otlp")]
    [InlineData("Telemetry:Protocol=carrier pigeon", "Telemetry:Protocol")]
    [InlineData("Telemetry:Questions=2", "Telemetry:Questions")]
    [InlineData("Telemetry:Questions=-0.1", "Telemetry:Questions")]
    [InlineData("Telemetry:Questions=-Infinity", "Telemetry:Questions")]
    [InlineData("Telemetry:Questions=some", "Telemetry:Questions")]
    [InlineData("Telemetry:LogFormat=xml", "Telemetry:LogFormat")]
    [InlineData("Telemetry:HeadersFile=nowhere", "Telemetry:HeadersFile")]
    public void Read_WhatDoesNotFit_IsNamed(string setting, string where)
    {
        var problem = Assert.Single(Read(setting).Problems);

        Assert.Equal(where, problem.Where);
        Assert.DoesNotContain("secret", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_LinesThatAreNoHeaders_AreNamedWithoutWhatTheySay()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "headers"), "x-key=1\na secret\n=another secret\nx-list=secret,secret\n");

        var problems = Read("Telemetry:HeadersFile=headers").Problems;

        Assert.Equal([2, 3, 4], problems.Select(problem => problem.Line!.Value));
        Assert.All(problems, problem => Assert.DoesNotContain("secret", problem.ToString(), StringComparison.Ordinal));
    }

    (TelemetrySettings Settings, IReadOnlyList<Core.Problems.Problem> Problems) Read(params string[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2))
            .Select(setting => KeyValuePair.Create(setting[0], (string?)setting[1]))).Build();
        var reader = new SettingsReader(configuration, _folder.FullName);
        return (TelemetrySettingsReader.Read(reader), reader.Problems);
    }
}
