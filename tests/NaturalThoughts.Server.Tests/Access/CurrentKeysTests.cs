using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Server.Access;
using NaturalThoughts.Server.Configuration;

namespace NaturalThoughts.Server.Tests.Access;

public sealed class CurrentKeysTests : IDisposable
{
    const string Single = "the-one-key-of-the-server";

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-keys-");
    readonly FakeTimeProvider _time = new();
    readonly Said _said = new();

    string File => Path.Combine(_folder.FullName, "keys");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Find_FileChanged_KnowsTheNewKeysAndNotTheOldOnes()
    {
        var (old, fresh) = (ApiKey.Fresh(), ApiKey.Fresh());
        Write(KeysFile.LineOf("ada", Role.Operator, old));
        var keys = Keys();
        Assert.NotNull(keys.Find(old));

        Write(KeysFile.LineOf("ada", Role.Viewer, fresh));
        _time.Advance(CurrentKeys.Every);

        Assert.Equal(Role.Viewer, keys.Find(fresh)?.Role);
        Assert.Null(keys.Find(old));
        Assert.Equal(("key", Role.Operator, "key"), keys.Find(Single) is { } single ? (single.Name, single.Role, single.By) : default);
        Assert.Empty(_said.Lines);
    }

    [Fact]
    public void Find_LastKeyTakenOut_LetsNobodyInByTheFile()
    {
        var last = ApiKey.Fresh();
        Write(KeysFile.LineOf("ada", Role.Operator, last));
        var keys = Keys();
        var caller = keys.Find(last)!;
        Assert.True(keys.Admits(caller));

        Write("# ada left");
        _time.Advance(CurrentKeys.Every);

        Assert.Null(keys.Find(last));
        Assert.False(keys.Admits(caller));
        Assert.NotNull(keys.Find(Single));
    }

    [Fact]
    public void Find_FileBrokenMeanwhile_KeepsTheLastGoodOneAndSaysSoOnce()
    {
        var (old, fresh) = (ApiKey.Fresh(), ApiKey.Fresh());
        Write(KeysFile.LineOf("ada", Role.Operator, old));
        var keys = Keys();

        foreach (var broken in new[] { "ada operator", "ada operator", null, null })
        {
            if (broken is null) System.IO.File.Delete(File);
            else Write(broken);
            _time.Advance(CurrentKeys.Every);
            Assert.NotNull(keys.Find(old));
        }

        Assert.Equal(2, _said.Lines.Count);
        Assert.Contains($"{File}:1: This line is no key.", _said.Lines[0], StringComparison.Ordinal);
        Write(KeysFile.LineOf("ada", Role.Operator, fresh));
        _time.Advance(CurrentKeys.Every);
        Assert.NotNull(keys.Find(fresh));
        Assert.Null(keys.Find(old));
    }

    void Write(string text) => System.IO.File.WriteAllText(File, text);

    CurrentKeys Keys() => new(
        new()
        {
            Root = "/srv/runs", Folder = "/srv", Cluster = new("c", "s"), Silo = new(0, 0, null), Grace = TimeSpan.Zero,
            Http = new([], new(Single), []) { KeysFile = File },
        }, _time, _said);

    sealed class Said : ILogger<CurrentKeys>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
