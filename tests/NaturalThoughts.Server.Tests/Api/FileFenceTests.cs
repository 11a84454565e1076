using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Server.Api;

namespace NaturalThoughts.Server.Tests.Api;

public sealed class FileFenceTests
{
    static readonly FileFence Fence = new(new()
    {
        Root = "/srv/runs", Folder = "/srv", Cluster = new("c", "s"), Silo = new(0, 0, null), Grace = TimeSpan.Zero,
        Http = new([], null, ["/srv/data"]),
    });

    [Theory]
    [InlineData("/srv/data")]
    [InlineData("/srv/data/deep")]
    [InlineData(".")]
    [InlineData("deep")]
    public void Admit_FolderInside_IsMadeAbsolute(string folder)
    {
        var order = Fence.Admit(Order("path: q.jsonl", folder));

        Assert.True(order.Ok, string.Join('\n', order.Problems));
        Assert.StartsWith("/srv/data", order.Value.Folder, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/srv/database")]
    [InlineData("/")]
    [InlineData("..")]
    [InlineData("/srv/data/../runs")]
    public void Admit_FolderOutside_IsRefused(string folder) =>
        Assert.Equal("folder", Assert.Single(Fence.Admit(Order("path: q.jsonl", folder)).Problems).Where);

    [Theory]
    [InlineData("path: /etc/passwd")]
    [InlineData("path: ../*.jsonl")]
    [InlineData("path: deep/*/../../../secret.jsonl")]
    public void Admit_SourceOutside_IsRefused(string source) =>
        Assert.Equal("source", Assert.Single(Fence.Admit(Order(source, "/srv/data")).Problems).Where);

    [Fact]
    public void Admit_EveryKindOfPathOutside_IsNamed()
    {
        var problems = Fence.Admit(Order("path: q.jsonl", "/srv/data", """
            models: {m: {model: m}}
            roles: {teacher: m}
            endpoints: ['recorded:/etc/one']
            limits: {student_tokenizer: /etc/two}
            selections:
              - {name: a, recipe: /etc/three.yaml, exclude: [/etc/four]}
            """)).Problems;

        Assert.True(problems.All(problem => problem.Fix is not null), string.Join('\n', problems));
        Assert.Equal(["endpoints", "limits.student_tokenizer", "selections.a.exclude", "selections.a.recipe"],
            problems.Select(problem => problem.Where!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Admit_RunAsSource_IsNoPath() =>
        Assert.True(Fence.Admit(Order("path: q.jsonl", "/srv/data") with { Yaml = "run: r\nsource: run:first" }).Ok);

    [Fact]
    public void Admit_KeyThatIsASettingOfTheServer_IsRefused() => Assert.Equal("endpoints.key_env", Assert.Single(Fence.Admit(
        Order("path: q.jsonl", "/srv/data", "endpoints: [{url: 'http://e/v1', key_env: NATURALTHOUGHTS__Redis__Password}]"))
        .Problems).Where);

    [Fact]
    public void Problems_SelectionOfNamesOnly_AreNone() =>
        Assert.Empty(Fence.Problems(new() { Name = "n", Recipe = "long", Exclude = ["earlier"] }, "/srv/data"));

    [Fact]
    public void Problems_SelectionThatLeadsOut_NamesIt() => Assert.Equal(
        "selections.n.exclude",
        Assert.Single(Fence.Problems(new SelectionSpec { Name = "n", Exclude = ["../x"] }, "/srv/data")).Where);

    static CurateOrder Order(string source, string folder, string more = "") => new()
    {
        Yaml = $"run: r\nsource: {{{source}, columns: {{question: q}}}}\n{more}", FileName = "s.yaml", Folder = folder,
    };
}
