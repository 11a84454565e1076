using CsCheck;
using NaturalThoughts.Core.Clusters;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Tests.Traces;

namespace NaturalThoughts.Core.Tests.Clusters;

public sealed class LexicalEmbedderTests(ITestOutputHelper output)
{
    static readonly string[] Some =
    [
        "What is the derivative of x squared?",
        "Find the derivative of the function f(x) = x squared.",
        "Which country has the largest population in Africa?",
        "Name the largest country of Africa by population.",
    ];

    /// <summary>Questions of three public files.</summary>
    internal static IEnumerable<string> RealQuestions() =>
    [
        .. RealData.Lines("gsm8k/test.jsonl").Select(row => row.Text("question")!),
        .. RealData.Lines("mmlu-pro-2000/multimodel.jsonl").Select(row => row.Text("question")!),
        .. RealData.Lines("benchmarks/math500.jsonl").Select(row => row.Text("problem")!),
    ];

    /// <summary>Questions with their vectors, as a pool of them has them.</summary>
    internal static LocalVectors.Entry[] Entries(IEnumerable<string> questions)
    {
        var texts = questions.DistinctBy(QuestionId.Of).ToList();
        var weights = Weights(texts);
        return [.. texts.Select(text => new LocalVectors.Entry(QuestionId.Of(text), LexicalEmbedder.Of(text, weights)))];
    }

    [Fact]
    public void Of_TheSameWords_GiveTheSameVector() => Gen.String[Gen.Char["aZ é3-,.\n日"], 1, 40].Sample(text =>
    {
        var weights = Weights(Some);
        var spaced = text.Replace(" ", " \n ", StringComparison.Ordinal).Replace("é", "e\u0301", StringComparison.Ordinal);

        Assert.Equal(LexicalEmbedder.Of(text, weights), LexicalEmbedder.Of(spaced, weights));
        Assert.Equal(LexicalEmbedder.Of(text, weights), LexicalEmbedder.Of(text.ToUpperInvariant(), weights));
    });

    [Fact]
    public void Of_QuestionsThatShareWords_AreNearer()
    {
        var weights = Weights([.. Some, .. Some]);
        var vectors = Some.Select(text => LexicalEmbedder.Of(text, weights)).ToList();

        Assert.True(Near(0, 1) > 2 * Near(0, 2) && Near(0, 1) > 2 * Near(0, 3));
        Assert.True(Near(2, 3) > 2 * Near(2, 0) && Near(2, 3) > 2 * Near(2, 1));

        int Near(int one, int other) => ExactDot.Of(vectors[one].AsSpan(), vectors[other].AsSpan());
    }

    [Fact]
    public void Of_RareWords_WeighMore()
    {
        var weights = Weights([.. Enumerable.Range(0, 100).Select(number => $"what is {number}"), .. Enumerable.Repeat("what is a zebra", 3)]);
        var (common, rare) = (LexicalEmbedder.Of("what is", weights), LexicalEmbedder.Of("zebra", weights));
        var both = LexicalEmbedder.Of("what is a zebra", weights);

        Assert.True(ExactDot.Of(both.AsSpan(), rare.AsSpan()) > 2 * ExactDot.Of(both.AsSpan(), common.AsSpan()));
    }

    [Fact]
    public void Of_WordsOfOneQuestion_SayNothing()
    {
        var weights = Weights([.. Enumerable.Range(0, 100).Select(number => $"what is {number}"), "what is a zebra"]);

        Assert.Equal(LexicalEmbedder.Of("what is", weights), LexicalEmbedder.Of("what is zebra", weights));
        Assert.NotEqual(LexicalEmbedder.Of("zebra", weights), LexicalEmbedder.Of("17", weights));
    }

    [Theory]
    [InlineData("= +")]
    [InlineData(" ")]
    [InlineData("")]
    [InlineData("你好吗")]
    [InlineData("🙂")]
    public void Of_TextsWithoutWordsOrSpaces_HaveVectors(string text) =>
        Assert.Equal(LexicalEmbedder.Dimensions, LexicalEmbedder.Of(text, Weights(Some)).Length);

    // Were it to change on some CPU, or in some version, clusters would.
    [Fact]
    public void Of_AQuestion_HasTheRecordedBits() => Assert.Equal(
        "1e2fe1166c1ef90537485a52ada36656", Digest.Of([.. LexicalEmbedder.Of(Some[0], Weights([.. Some, .. Some, Some[1]])).Select(one => $"{one}")]).ToString());

    [Fact]
    public async Task Clusters_OfThreeSources_AreMostlyOfOne()
    {
        var questions = RealQuestions().ToList();
        var source = questions.Select((text, at) => (Id: QuestionId.Of(text), Source: at < 1319 ? 0 : at < 3319 ? 1 : 2))
            .DistinctBy(pair => pair.Id).ToDictionary(pair => pair.Id, pair => pair.Source);
        var pool = new LocalVectors([.. Entries(questions)]);
        await KMeans.RunAsync(pool, LexicalEmbedder.Dimensions, 30, seed: 7, default);

        var right = pool.Nearest.GroupBy(pair => pair.Value)
            .Sum(cluster => cluster.CountBy(pair => source[pair.Key]).Max(count => count.Value));
        output.WriteLine($"{right} of {pool.Nearest.Count} questions are in a cluster where their source has the majority");
        Assert.True(right > 0.75 * pool.Nearest.Count);
    }

    static WordWeights Weights(IReadOnlyCollection<string> texts)
    {
        var counts = new int[LexicalEmbedder.Buckets];
        foreach (var text in texts) LexicalEmbedder.Count(text, counts);
        return new(counts, texts.Count);
    }
}
