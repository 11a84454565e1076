using NaturalThoughts.Server.Access;
using NaturalThoughts.Server.Configuration;

namespace NaturalThoughts.Server.Tests.Access;

public sealed class KeysFileTests
{
    static readonly string Hash = $"sha256:{new string('a', 64)}";

    [Fact]
    public void Parse_LinesOfFreshKeys_KnowEachByItsNameAndRole()
    {
        var (ada, wall) = (ApiKey.Fresh(), ApiKey.Fresh());
        var keys = KeysFile.Parse(
            $"# who may\n\n{KeysFile.LineOf("ada", Role.Operator, ada)}  # until spring\r\n"
            + $"\t{KeysFile.LineOf("wall", Role.Viewer, wall)}", "keys").Value!;

        Assert.Equal(new("ada", Role.Operator, "key") { Stamp = new ApiKey(ada).Stamp }, keys.Find(ada));
        Assert.Equal(new("wall", Role.Viewer, "key") { Stamp = new ApiKey(wall).Stamp }, keys.Find(wall));
        Assert.Null(keys.Find(ada + "0"));
        Assert.Null(keys.Find(""));
        Assert.Equal(64, ada.Length);
    }

    [Fact]
    public void Parse_ManyMistakes_NamesEachWithItsLineAndRepeatsNoKey()
    {
        var problems = KeysFile.Parse(
            $"""
            ada operator {Hash}
            # comment
            bob admin {Hash.Replace('a', 'b')}
            eve viewer my-secret-key
            eve viewer sha256:my-secret-key
            ada viewer {Hash.Replace('a', 'c')}
            leo viewer {Hash.ToUpperInvariant().Replace("SHA", "sha")}
            key viewer {Hash.Replace('a', 'd')}
            ../x viewer {Hash.Replace('a', 'e')}
            my-secret-key
            """, "keys").Problems;

        Assert.Equal([3, 4, 5, 6, 7, 8, 9, 10], problems.Select(problem => problem.Line!.Value));
        Assert.All(problems, problem => Assert.Equal("keys", problem.Where));
        Assert.DoesNotContain(problems, problem => problem.ToString().Contains("my-secret-key", StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_NoKeyAtAll_LetsNobodyIn() => Assert.Empty(KeysFile.Parse("# none\n", "keys").Value!.Keys);
}
