using System.Text;
using NaturalThoughts.Inference.Tests.Support;
using NaturalThoughts.Inference.Tokens;

namespace NaturalThoughts.Inference.Tests.Tokens;

public sealed class TokenizerFileTests : IDisposable
{
    // The byte letters of "hello wrd" and "é", four merges, Llama 3's shape.
    const string Bpe = """
        {"normalizer":{"type":"NFC"},"added_tokens":[{"id":90,"content":"<think>","special":false}],
         "pre_tokenizer":{"type":"Sequence","pretokenizers":[
           {"type":"Split","pattern":{"Regex":"\\p{N}{1,3}|[^\\s\\p{N}]+|\\s+"},"behavior":"Isolated","invert":false},
           {"type":"ByteLevel","add_prefix_space":false,"use_regex":false}]},
         "model":{"type":"BPE","ignore_merges":IGNORE,
           "vocab":{"h":0,"e":1,"l":2,"o":3,"Ġ":4,"w":5,"r":6,"d":7,"Ã":8,"©":9,"1":10,"he":11,"ll":12,"hell":13,"hello":14,"<":15,">":16,"world":17},
           "merges":MERGES}}
        """;

    const string Merges = """["h e","l l","he ll","hell o"]""";

    readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", 0)]
    [InlineData("hello", 1)]
    [InlineData("hell", 1)]
    [InlineData("hello world", 7)]
    [InlineData("é", 2)]
    [InlineData("e\u0301", 2)]
    [InlineData("11111", 5)]
    [InlineData("<think>hello", 2)]
    [InlineData("<he>", 3)]
    public void Read_ByteLevelBpe_CountsTokens(string text, int tokens)
    {
        var counter = TokenizerFile.Read(_folder.Write("tokenizer.json", Bpe.Replace("IGNORE", "false").Replace("MERGES", Merges))).Value;

        Assert.Equal(tokens, counter?.Count(text));
    }

    [Fact]
    public void Read_MergesAsPairs_SameCounts()
    {
        var pairs = """[["h","e"],["l","l"],["he","ll"],["hell","o"]]""";

        var counter = TokenizerFile.Read(_folder.Write("t.json", Bpe.Replace("IGNORE", "false").Replace("MERGES", pairs))).Value;

        Assert.Equal(7, counter?.Count("hello world"));
    }

    [Fact]
    public void Read_IgnoreMerges_WholeWordsOfTheVocabularyAreOneToken()
    {
        var counter = TokenizerFile.Read(_folder.Write("t.json", Bpe.Replace("IGNORE", "true").Replace("MERGES", Merges))).Value;

        Assert.Equal(3, counter?.Count("hello world"));
    }

    [Fact]
    public void Read_Tiktoken_MergesByRank()
    {
        var ranks = "h,e,l,o, ,he,ll,hell".Split(',')
            .Select((token, rank) => $"{Convert.ToBase64String(Encoding.UTF8.GetBytes(token))} {rank}");

        var counter = TokenizerFile.Read(_folder.Write("student.tiktoken", string.Join('\n', ranks) + "\n")).Value;

        Assert.Equal(2, counter?.Count("hello"));
    }

    [Fact]
    public void Read_AnotherContent_AnotherName()
    {
        var one = TokenizerFile.Read(_folder.Write("t.json", Bpe.Replace("IGNORE", "true").Replace("MERGES", Merges))).Value;
        var two = TokenizerFile.Read(_folder.Write("t.json", Bpe.Replace("IGNORE", "false").Replace("MERGES", Merges))).Value;

        Assert.StartsWith("t.json@", one?.Name);
        Assert.NotEqual(one?.Name, two?.Name);
    }

    [Theory]
    [InlineData("{}", "model")]
    [InlineData("{\"model\": ", "JSON")]
    [InlineData("""{"model":{"type":"WordPiece","vocab":{}}}""", "WordPiece")]
    [InlineData("""{"model":{"type":"BPE","byte_fallback":true,"vocab":{},"merges":[]}}""", "SentencePiece")]
    [InlineData("""{"model":{"type":"BPE","vocab":{},"merges":[]},"pre_tokenizer":{"type":"Metaspace"}}""", "pre-tokenizer")]
    [InlineData("""{"model":{"type":"BPE","vocab":{},"merges":[]},"normalizer":{"type":"Lowercase"}}""", "Lowercase")]
    [InlineData("""{"model":{"type":"BPE","vocab":[],"merges":[]},"pre_tokenizer":{"type":"ByteLevel"}}""", "read")]
    [InlineData("neither this nor that", "read")]
    public void Read_UnusableFile_ProblemNamesIt(string content, string mentions)
    {
        var problem = Assert.Single(TokenizerFile.Read(_folder.Write("t", content)).Problems);

        Assert.Equal("t", problem.Where);
        Assert.Contains(mentions, problem.What);
    }

    [Fact]
    public void Read_NoSuchFile_Problem() => Assert.Single(TokenizerFile.Read(_folder.Named("none")).Problems);

    [Fact]
    public void Default_KnownText_KnownCount()
    {
        Assert.Equal("o200k_base", TokenizerCounter.Default.Name);
        Assert.Equal(2, TokenizerCounter.Default.Count("hello world"));
    }
}
