using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using CsCheck;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Json;

namespace NaturalThoughts.Data.Tests.Log.Json;

public sealed class FactJsonTests
{
    [Fact]
    public void Read_AnyFactWritten_GivesTheSameFact() => FactGen.Of(FactGen.WellFormed).Sample(
        fact => FactComparer.Instance.Equals(FactJson.Read(FactJson.Write(fact)), fact), iter: 2_000);

    [Fact]
    public void Write_AnyFact_IsOneLineThatOtherReadersTake() => FactGen.Of(FactGen.RawText).Sample(
        fact =>
        {
            var line = FactJson.Write(fact);
            using var document = JsonDocument.Parse(line);
            return !line.AsSpan().ContainsAny((byte)'\n', (byte)'\r') && document.RootElement.EnumerateObject().First().Name == "fact";
        },
        iter: 2_000);

    [Fact]
    public void EncodedFact_LoneSurrogates_KeepsKeyLengthsAndAgreesWithReplay() => FactGen.Of(FactGen.RawText).Sample(
        fact =>
        {
            var encoded = EncodedFact.Of(fact);
            return FactComparer.Instance.Equals(FactJson.Read(encoded.Line.Span), encoded.Fact) && encoded.Key == fact.Key;
        },
        iter: 2_000);

    [Fact]
    public void Write_LoneSurrogate_BecomesOneReplacementCharacter()
    {
        var fact = SomeFacts.Response(1, "a\ud800b\udc00\ud83d\ude00");
        var read = Assert.IsType<ResponseFact>(FactJson.Read(FactJson.Write(fact)));
        Assert.Equal("a\ufffdb\ufffd\ud83d\ude00", read.Response.Content);
    }

    [Fact]
    public void Write_HugeText_ReadsBack()
    {
        var text = string.Concat(Enumerable.Repeat("因此 \"x\"\\\n\u0001", 2_000_000));
        var read = Assert.IsType<ResponseFact>(FactJson.Read(FactJson.Write(SomeFacts.Response(1, text))));
        Assert.Equal(text, read.Response.Content);
    }

    [Fact]
    public void Write_Response_IsThisText()
    {
        var fact = new ResponseFact
        {
            Question = new QuestionId(1),
            Response = new Response
            {
                Request = new Digest(2),
                Sample = 3,
                Model = "r1",
                Role = ModelRole.Baseline,
                Content = "é\"\n",
                FinishReason = "stop",
                Usage = new TokenUsage(1, 2, null),
            },
        };
        Assert.Equal(
            """
            {"fact":"response","question":"00000000000000000000000000000001","response":{"request":"00000000000000000000000000000002","sample":3,"model":"r1","role":"baseline","content":"é\"\n","finish_reason":"stop","usage":{"prompt":1,"completion":2}}}
            """,
            Encoding.UTF8.GetString(FactJson.Write(fact)));
    }

    [Fact]
    public void Write_Embedding_IsThisText()
    {
        var fact = new EmbeddingFact { Question = new(1), Request = new(2), Model = "bge", Vector = [1, -1, 16384, short.MinValue] };
        const string Line =
            """
            {"fact":"embedding","question":"00000000000000000000000000000001","request":"00000000000000000000000000000002","model":"bge","vector":"AQD//wBAAIA="}
            """;

        Assert.Equal(Line, Encoding.UTF8.GetString(FactJson.Write(fact)));
        Assert.Throws<JsonException>(() => FactJson.Read(Encoding.UTF8.GetBytes(Line.Replace("AQD//wBAAIA=", "AQD/", StringComparison.Ordinal))));
        Assert.Throws<JsonException>(() => FactJson.Read(Encoding.UTF8.GetBytes(Line.Replace("AQD//wBAAIA=", "1, 2", StringComparison.Ordinal))));
    }

    [Fact]
    public void Write_FeatureValues_AreNaturalJson()
    {
        var fact = new AnnotationFact
        {
            Question = new QuestionId(1),
            Annotator = "cues",
            Request = new Digest(2),
            Values = ImmutableSortedDictionary<string, FeatureValue>.Empty
                .Add("a", FeatureValue.Null).Add("b", FeatureValue.Of(true)).Add("c", FeatureValue.Of(0.1)).Add("d", FeatureValue.Of("x"))
                .Add("e", FeatureValue.Of(double.NegativeInfinity)),
        };
        Assert.Contains("""
            "values":{"a":null,"b":true,"c":0.1,"d":"x","e":-1e999},"evidence":[]}
            """, Encoding.UTF8.GetString(FactJson.Write(fact)));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"fact":"rumour"}""")]
    [InlineData("""{"fact":"seal","question":"00000000000000000000000000000001","plan":"00000000000000000000000000000001"}""")]
    [InlineData("""{"fact":"seal","question":"1","plan":"00000000000000000000000000000001","traces":[]}""")]
    [InlineData("""{"fact":"seal","question":"00000000000000000000000000000001","plan":"00000000000000000000000000000001","traces":[],"new":1}""")]
    [InlineData("""{"fact":"annotation","question":"00000000000000000000000000000001","annotator":"a","request":"00000000000000000000000000000001","values":{}}""")]
    public void Read_NoFact_Throws(string line) => Assert.ThrowsAny<JsonException>(() => FactJson.Read(Encoding.UTF8.GetBytes(line)));
}
