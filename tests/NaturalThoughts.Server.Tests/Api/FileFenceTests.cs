using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Server.Api;

namespace NaturalThoughts.Server.Tests.Api;

public sealed class FileFenceTests
{
    const string Taught = "models: {m: {model: m}}\nroles: {teacher: m}";

    static readonly FileFence Fence = new(new()
    {
        Root = "/srv/runs", Folder = "/srv", Cluster = new("c", "s"), Silo = new(0, 0, null), Grace = TimeSpan.Zero,
        Http = new([], null, ["/srv/data"]), OwnFiles = ["/srv/data/settings.json"],
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
    [InlineData("/srv/data/\0")]
    public void Admit_FolderOutside_IsRefused(string folder) =>
        Assert.Equal("folder", Assert.Single(Fence.Admit(Order("path: q.jsonl", folder)).Problems).Where);

    [Theory]
    [InlineData("path: .sessions/key.xml")]
    [InlineData("path: deep/.env")]
    [InlineData("path: '.*/*.jsonl'")]
    [InlineData("path: settings.json")]
    [InlineData("path: deep/../settings.json")]
    public void Admit_HiddenFileOrOneOfTheServersOwn_IsRefused(string source) =>
        Assert.Equal("source", Assert.Single(Fence.Admit(Order(source, "/srv/data")).Problems).Where);

    [Theory]
    [InlineData("path: /etc/passwd")]
    [InlineData("path: ../*.jsonl")]
    [InlineData("path: deep/*/../../../secret.jsonl")]
    [InlineData("path: '..\\secret.jsonl'")]
    public void Admit_SourceOutside_IsRefused(string source) =>
        Assert.Equal("source", Assert.Single(Fence.Admit(Order(source, "/srv/data")).Problems).Where);

    [Fact]
    public void Admit_EveryKindOfPathOutside_IsNamed()
    {
        var problems = Fence.Admit(Order("path: q.jsonl", "/srv/data", """
            models: {m: {model: m}}
            roles: {teacher: m, annotator: m}
            annotate: [{verbosity: {template: /etc/five}}]
            endpoints: ['recorded:/etc/one']
            limits: {student_tokenizer: /etc/two}
            clean: {decontaminate: [/etc/five, {path: '..\six.jsonl'}]}
            selections:
              - {name: a, recipe: /etc/three.yaml, exclude: [/etc/four]}
            """)).Problems;

        Assert.True(problems.All(problem => problem.Fix is not null), string.Join('\n', problems));
        Assert.Equal(
            [
                "annotate.verbosity.template", "clean.decontaminate", "clean.decontaminate", "endpoints", "limits.student_tokenizer", "selections.a.exclude",
                "selections.a.recipe",
            ],
            problems.Select(problem => problem.Where!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Admit_RunAsSource_IsNoPath() =>
        Assert.True(Fence.Admit(Order("path: q.jsonl", "/srv/data") with { Yaml = "run: r\nsource: run:first" }).Ok);

    [Fact]
    public void Admit_KeyThatIsASettingOfTheServer_IsRefused() => Assert.Equal("endpoints.key_env", Assert.Single(Fence.Admit(
        Order("path: q.jsonl", "/srv/data", "endpoints: [{url: 'http://e/v1', key_env: NATURALTHOUGHTS__Redis__Password}]"))
        .Problems).Where);

    [Theory]
    [InlineData("path: out/secret.jsonl", "")]
    [InlineData("path: out", "")]
    [InlineData("path: out/*.jsonl", "")]
    [InlineData("path: out/nothing.jsonl", "")]
    [InlineData("path: '*/secret.jsonl'", "")]
    [InlineData("path: '*.jsonl'", "")]
    [InlineData("path: loop/x.jsonl", "")]
    [InlineData("path: q.jsonl", "limits: {student_tokenizer: out/secret.jsonl}")]
    [InlineData("path: q.jsonl", "limits: {student_tokenizer: out/../real/secret.jsonl}")]
    [InlineData("path: q.jsonl", "endpoints: {file: secret.jsonl}")]
    [InlineData("path: q.jsonl", "endpoints: ['recorded:out/secret.jsonl']")]
    [InlineData("path: q.jsonl", "selections: [{name: a, exclude: [secret.jsonl]}]")]
    [InlineData("path: q.jsonl", "clean: {decontaminate: secret.jsonl}")]
    [InlineData("path: q.jsonl", "clean: {decontaminate: '*/secret.jsonl'}")]
    [InlineData("path: q.jsonl", "clean: {decontaminate: [q.jsonl, {path: out}]}")]
    public void Admit_LinkThatLeadsOut_IsRefused(string source, string more)
    {
        using var tree = new LinkedFolders();

        var refused = tree.Fence.Admit(Order(source, ".", $"{more}\n{Taught}"));

        Assert.Contains("is not where the server lets files be read", Assert.Single(refused.Problems).What, StringComparison.Ordinal);
        Assert.DoesNotContain("other-secret", refused.Problems[0].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("path: q.jsonl", ".")]
    [InlineData("path: into/q.jsonl", ".")]
    [InlineData("path: q.jsonl", "into")]
    public void Admit_LinkThatStaysInside_IsFollowed(string source, string folder)
    {
        using var tree = new LinkedFolders();
        Assert.True(tree.Fence.Admit(Order(source, folder)).Ok);
    }

    [Fact]
    public void Admit_FolderThatIsALinkOut_IsRefused()
    {
        using var tree = new LinkedFolders();
        Assert.Equal("folder", Assert.Single(tree.Fence.Admit(Order("path: q.jsonl", "out")).Problems).Where);
    }

    [Fact]
    public void Problems_SelectionOfNamesOnly_AreNone() =>
        Assert.Empty(Fence.Problems(new() { Name = "n", Recipe = "long", Exclude = ["earlier"] }, "/srv/data"));

    [Fact]
    public void Problems_SelectionThatLeadsOut_NamesIt() => Assert.Equal(
        "selections.n.exclude",
        Assert.Single(Fence.Problems(new SelectionSpec { Name = "n", Exclude = ["../x"] }, "/srv/data")).Where);

    [Theory]
    [InlineData("recipe: deep/one.yaml", "deep/one.yaml", "recipe: ../../secret.yaml", "deep/one.yaml.recipe")]
    [InlineData("recipe: one.yaml", "one.yaml", "recipe: /etc/passwd.yaml", "one.yaml.recipe")]
    [InlineData("recipe: one.yaml", "one.yaml", "recipe: out/secret.yaml", "one.yaml.recipe")]
    [InlineData("recipe: one.yaml", "one.yaml", "exclude: [../secret.jsonl]", "one.yaml.exclude")]
    [InlineData("recipe: one.yaml", "one.yaml", "exclude: [secret.jsonl]", "one.yaml.exclude")]
    [InlineData("recipe: one.yaml", "one.yaml", "recipe: deep/two.yaml", "deep/two.yaml.exclude")]
    public void Admit_RecipeFileThatLeadsOut_IsRefused(string selection, string file, string text, string where)
    {
        using var tree = new LinkedFolders();
        tree.Write(file, text);
        tree.Write("deep/two.yaml", "recipe: three.yaml\nexclude: [../../ids.txt]");

        var order = Order("path: q.jsonl", ".", $"selections: [{{name: a, {selection}}}]\n{Taught}");

        Assert.Equal(where, Assert.Single(tree.Fence.Admit(order).Problems).Where);
        Assert.Equal(where, Assert.Single(tree.Fence.Problems(
            new() { Name = "a", Recipe = file }, tree.Folder)).Where);
    }

    [Fact]
    public void Admit_RecipeFilesWithinTheFolders_AreTaken()
    {
        using var tree = new LinkedFolders();
        tree.Write("deep/one.yaml", "recipe: ../two.yaml\nexclude: [deep/ids.txt]");
        tree.Write("two.yaml", "recipe: two.yaml\nsize: 3");

        var admitted = tree.Fence.Admit(Order("path: q.jsonl", ".", $"selections: [{{name: a, recipe: deep/one.yaml}}]\n{Taught}"));

        Assert.True(admitted.Ok, string.Join('\n', admitted.Problems));
    }

    static CurateOrder Order(string source, string folder, string more = "") => new()
    {
        Yaml = $"run: r\nsource: {{{source}, columns: {{question: q}}}}\n{more}", FileName = "s.yaml", Folder = folder,
    };

    /// <summary>An allowed folder, reached by a link, with links in it: into itself, out of it, and around.</summary>
    sealed class LinkedFolders : IDisposable
    {
        readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("naturalthoughts-fence-");

        public LinkedFolders()
        {
            var (data, deep, outside) = (Make("real/data"), Make("real/data/deep/er"), Make("outside"));
            foreach (var file in new[] { $"{data}/q.jsonl", $"{deep}/q.jsonl", $"{outside}/secret.jsonl", $"{outside}/other-secret" })
                File.WriteAllText(file, "{}");
            File.CreateSymbolicLink($"{data}/secret.jsonl", "../../outside/secret.jsonl");
            Directory.CreateSymbolicLink($"{data}/out", outside);
            Directory.CreateSymbolicLink($"{data}/into", "deep/er");
            File.CreateSymbolicLink($"{data}/loop", "loop");
            File.WriteAllText($"{_root.FullName}/real/secret.jsonl", "{}");
            Directory.CreateSymbolicLink($"{_root.FullName}/allowed", data);
            Fence = new(new()
            {
                Root = "/srv/runs", Folder = "/srv", Cluster = new("c", "s"), Silo = new(0, 0, null), Grace = TimeSpan.Zero,
                Http = new([], null, [Folder]),
            });
        }

        public FileFence Fence { get; }

        public string Folder => $"{_root.FullName}/allowed";

        public void Write(string file, string text) => File.WriteAllText(Path.Combine(Folder, file), text);

        public void Dispose() => _root.Delete(recursive: true);

        string Make(string folder) => Directory.CreateDirectory(Path.Combine(_root.FullName, folder)).FullName;
    }
}
