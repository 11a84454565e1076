using NaturalThoughts.Core.Annotations;

namespace NaturalThoughts.Core.Tests.Annotations;

public class StrategyTaxonomyTests
{
    [Fact]
    public void BuiltIn_SixteenStrategies_EachFindsItsOwnPhrases()
    {
        Assert.Equal(16, StrategyTaxonomy.BuiltIn.Select(strategy => strategy.Name).Distinct().Count());
        foreach (var strategy in StrategyTaxonomy.BuiltIn)
        {
            var matcher = new CueMatcher([strategy]);
            foreach (var cue in strategy.Cues)
                foreach (var phrase in CuePhrases.Expand(cue))
                    Assert.True(matcher.In(phrase.TrimStart('^')).Count > 0, $"{strategy.Name}: “{phrase}” finds nothing");
        }
    }

    [Fact]
    public void BuiltIn_EveryPhrase_BelongsToOneStrategy()
    {
        var claims = StrategyTaxonomy.BuiltIn.SelectMany(strategy =>
            strategy.Cues.SelectMany(CuePhrases.Expand).Distinct().Select(phrase => (phrase, strategy.Name)))
            .GroupBy(claim => claim.phrase).Where(group => group.Count() > 1).Select(group =>
                $"{group.Key}: {string.Join(", ", group.Select(claim => claim.Name))}");

        Assert.Equal("", string.Join("; ", claims));
    }

    [Fact]
    public void BuiltIn_EveryStrategy_IsDocumented()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "NaturalThoughts.sln"))) folder = folder.Parent;
        var document = File.ReadAllText(Path.Combine(folder.FullName, "docs", "strategies.md"));

        Assert.All(StrategyTaxonomy.BuiltIn, strategy => Assert.Contains($"| `{strategy.Name}` | {strategy.Description} |", document));
    }

    [Theory]
    [InlineData("the waiting time", 0)]
    [InlineData("wait", 1)]
    [InlineData("I wait", 0)]
    [InlineData("I see; wait", 1)]
    [InlineData("double. Check", 1)]
    [InlineData("a double check", 1)]
    [InlineData("double\ncheck", 1)]
    public void In_WordBoundariesAndSentences_AreRespected(string text, int count) =>
        Assert.Equal(count, new CueMatcher([new("s", "d", ["^wait", "double check", "^check"])]).In(text).Count);

    [Fact]
    public void In_LongestPhrase_Wins() =>
        Assert.Equal([1], new CueMatcher([new("short", "d", ["let me"]), new("long", "d", ["let me {check|see}"])]).In("Let me check")
            .Select(hit => hit.Strategy));

    [Fact]
    public void Expand_NestedBraces_WritesAllOut() =>
        Assert.Equal(["a b d", "a c d", "a d", "x d"], CuePhrases.Expand("{a {b|c|}|x} d").Order(StringComparer.Ordinal));

    [Fact]
    public void Expand_OpenBrace_Throws() => Assert.Throws<FormatException>(() => CuePhrases.Expand("a {b").ToList());
}
