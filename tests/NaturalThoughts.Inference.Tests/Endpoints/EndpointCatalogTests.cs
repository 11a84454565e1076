using NaturalThoughts.Core.Specs;
using NaturalThoughts.Inference.Endpoints;
using NaturalThoughts.Inference.Tests.Support;

namespace NaturalThoughts.Inference.Tests.Endpoints;

public sealed class EndpointCatalogTests : IDisposable
{
    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_ListAndFile_EachAddressOnceInOrder()
    {
        _folder.Write("nodes.txt", "# nodes\nhttp://b:8000/v1   # the big one\n\n  http://a:8000\n");
        using var catalog = Open(new() { List = [new() { Url = "http://a:8000/v1/", Slots = 4 }], File = "nodes.txt" });

        var (entries, problems) = catalog.Read();

        Assert.Equal(["http://a:8000/v1", "http://b:8000/v1"], entries.Select(entry => entry.Endpoint.Name));
        Assert.Equal([4, null], entries.Select(entry => entry.Slots));
        Assert.Empty(problems);
    }

    [Fact]
    public void Read_NoneNamed_IsAProblemUnlessItMayBeSo()
    {
        using var catalog = Open(new());
        using var empty = new EndpointCatalog(new(), _folder.Path, Make.Http, TimeProvider.System, _ => null, mayBeEmpty: true);

        Assert.Equal("No endpoint is named.", Assert.Single(catalog.Read().Problems).What);
        Assert.Empty(empty.Read().Problems);
    }

    [Fact]
    public void Read_FileChanged_SameEndpointForSameLine()
    {
        _folder.Write("nodes.txt", "http://a:8000\nhttp://b:8000\n");
        using var catalog = Open(new() { File = "nodes.txt" });
        var before = catalog.Read().Entries;

        _folder.Write("nodes.txt", "http://b:8000\nhttp://c:8000\n");

        var after = catalog.Read().Entries;
        Assert.Same(before[1].Endpoint, after[0].Endpoint);
        Assert.Equal("http://c:8000/v1", after[1].Endpoint.Name);
    }

    [Fact]
    public void Read_FileGoneForAMoment_EndpointsStayAndAProblemSaysSo()
    {
        _folder.Write("nodes.txt", "http://a:8000\n");
        using var catalog = Open(new() { File = "nodes.txt" });
        catalog.Read();

        File.Delete(_folder.Named("nodes.txt"));

        var (entries, problems) = catalog.Read();
        Assert.Single(entries);
        Assert.Equal("nodes.txt", Assert.Single(problems).Where);
    }

    [Fact]
    public void Read_BadLines_AllProblemsAndTheGoodOnesUsed()
    {
        _folder.Write("nodes.txt", "http://a:8000\nnonsense\nrecorded:none.jsonl\n");
        using var catalog = Open(new()
        {
            List = [new() { Url = "http://k", KeyVariable = "NOT_SET" }, new() { Url = "http://z", Slots = 0 }],
            File = "nodes.txt",
        });

        var (entries, problems) = catalog.Read();

        Assert.Equal("http://a:8000/v1", Assert.Single(entries).Endpoint.Name);
        Assert.Equal(["endpoints[0]", "endpoints[1]", "nodes.txt", "none.jsonl"], problems.Select(problem => problem.Where));
        Assert.Equal(2, problems[2].Line);
    }

    [Fact]
    public void Read_NothingNamed_Problem() => Assert.Single(Open(new()).Read().Problems);

    [Fact]
    public async Task Read_KeyVariables_EndpointSendsItsOwn()
    {
        await using var server = await ScriptedServer.StartAsync();
        var specs = new EndpointsSpec { List = [new() { Url = server.Address, KeyVariable = "MINE" }] };
        using var mine = Open(specs);
        using var usual = Open(new() { List = [new() { Url = server.Address }] });

        await mine.Read().Entries[0].Endpoint.DiscoverAsync(default);
        await usual.Read().Entries[0].Endpoint.DiscoverAsync(default);

        Assert.Equal(["Bearer my-key", "Bearer usual-key"], server.Authorizations);
    }

    EndpointCatalog Open(EndpointsSpec spec) => new(
        spec, _folder.Path, Make.Http, TimeProvider.System,
        name => name switch { "MINE" => "my-key", "NATURALTHOUGHTS_API_KEY" => "usual-key", _ => null });
}
