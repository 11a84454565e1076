namespace NaturalThoughts.Cli.Tests.Commands;

/// <summary><c>key --into</c>, and the key that a file holds.</summary>
[Collection(nameof(CommandTests))]
public sealed class KeyFolderTests : IDisposable
{
    const UnixFileMode Owners = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const UnixFileMode Groups = Owners | UnixFileMode.GroupRead;

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-keys-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Key_IntoAFolder_IsMadeOnceAndLetIn()
    {
        (await KeyAsync("ada", "--role", "operator")).Prints("ada.key was made");
        var key = Read("ada.key");
        (await KeyAsync("ada", "--role", "operator")).Prints("ada.key is there already");
        var viewer = await KeyAsync("wall");

        Assert.Equal(key, Read("ada.key"));
        Assert.DoesNotContain(Read("wall.key").Trim(), viewer.Output);
        Assert.Equal(["ada operator", "wall viewer"], Read("keys").TrimEnd().Split('\n').Select(line => line.Split(" sha256:")[0]));
    }

    [Fact]
    public async Task Key_OfAnOperator_IsTheOwnersAlone_OfAViewerItsGroupsToo()
    {
        await KeyAsync("ada", "--role", "operator");
        await KeyAsync("wall");

        AssertModes(("ada.key", Owners), ("wall.key", Groups));
    }

    [Fact]
    public async Task Key_ThatGetsAnotherRole_IsItsReadersFromThenOn()
    {
        await KeyAsync("ada");
        await KeyAsync("wall", "--role", "operator");
        var keys = (Read("ada.key"), Read("wall.key"));

        (await KeyAsync("ada", "--role", "operator")).Prints("ada.key is there already");
        (await KeyAsync("wall")).Prints("wall.key is there already");

        Assert.Equal(keys, (Read("ada.key"), Read("wall.key")));
        Assert.Equal(["ada operator", "wall viewer"], Read("keys").TrimEnd().Split('\n').Select(line => line.Split(" sha256:")[0]));
        AssertModes(("ada.key", Owners), ("wall.key", Groups));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("fifteen letters\n")]
    public async Task Key_WhoseFileHoldsNone_IsRefused(string text)
    {
        await File.WriteAllTextAsync(PathOf("ada.key"), text, TestContext.Current.CancellationToken);

        (await KeyAsync("ada", "--role", "operator")).Refuses(1, "ada.key", "holds no key", "at least 16 characters", "Delete it");

        Assert.Equal(text, Read("ada.key"));
        Assert.False(File.Exists(PathOf("keys")));
    }

    // As a crash leaves it: the key is written before its line.
    [Theory]
    [InlineData("")]
    [InlineData("ada operator sha256:0000000000000000000000000000000000000000000000000000000000000000\nbob viewer sha256:1\n")]
    public async Task Key_WhoseLineIsMissingOrAnOtherOne_IsLetIn(string lines)
    {
        await KeyAsync("ada", "--role", "operator");
        var right = Read("keys").TrimEnd();
        await File.WriteAllTextAsync(PathOf("keys"), lines, TestContext.Current.CancellationToken);

        await KeyAsync("ada", "--role", "operator");

        var others = lines.Split('\n').Where(line => line.StartsWith("bob", StringComparison.Ordinal));
        Assert.Equal([.. others, right], Read("keys").TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Key_IntoWhatIsNoFolder_IsRefused()
    {
        await File.WriteAllTextAsync(PathOf("taken"), "", TestContext.Current.CancellationToken);

        (await Outcome.OfAsync("key", "ada", "--into", PathOf("taken"))).Refuses(1, "cannot be kept", "taken");
    }

    void AssertModes(params (string Name, UnixFileMode Mode)[] expected)
    {
        if (OperatingSystem.IsWindows()) return;
        foreach (var (name, mode) in expected) Assert.Equal(mode, File.GetUnixFileMode(PathOf(name)));
    }

    string PathOf(string name) => Path.Combine(_folder.FullName, name);

    string Read(string name) => File.ReadAllText(PathOf(name));

    Task<Outcome> KeyAsync(params string[] arguments) => Outcome.OfAsync(["key", .. arguments, "--into", _folder.FullName]);
}
