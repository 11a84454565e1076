using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Log.Json;

namespace NaturalThoughts.Data.Tests.Log.Json;

public sealed class BareFactTests
{
    // Short texts, and long ones with escapes in every place, which are cut out before the line is parsed.
    static readonly Gen<string> Texts = Gen.Select(FactGen.WellFormed, Gen.Int[0, 60])
        .Select((text, times) => string.Concat(Enumerable.Repeat(text + "\"content\":\\", times)));

    [Fact]
    public void Read_AnyFactWithoutTexts_IsTheFactWithoutThem() =>
        Gen.OneOf(FactGen.Of(FactGen.WellFormed), FactGen.Of(Texts)).Sample(
            fact => FactComparer.Instance.Equals(
                new LoggedFact(FactJson.Read(FactJson.Write(fact)), default).WithoutTexts().Fact,
                new LoggedFact(FactJson.Read(FactJson.Write(fact), texts: false), default).WithoutTexts().Fact));

    [Fact]
    public void Read_ResponseWithoutTexts_HasNone()
    {
        var line = FactJson.Write(Response(new string('\n', 1_000), "short"));
        Assert.True(BareResponse.TryShorten(line, new()));
        var read = Assert.IsType<ResponseFact>(FactJson.Read(line, texts: false));
        Assert.Null(read.Response.Content);
        Assert.Null(read.Response.Reasoning);
        Assert.Equal("stop", read.Response.FinishReason);
    }

    [Fact]
    public void TryShorten_LongModelName_StaysInTheLine()
    {
        var fact = Response(new string('x', 1_000), "\"") with { Rubric = new string('r', 1_000) };
        var buffer = new ArrayBufferWriter<byte>();
        Assert.True(BareResponse.TryShorten(FactJson.Write(fact), buffer));
        Assert.InRange(buffer.WrittenCount, 1_000, 1_500);
        Assert.Equal(fact.Rubric, ((ResponseFact)FactJson.Read(FactJson.Write(fact), texts: false)).Rubric);
    }

    [Fact]
    public void TryRead_AnnotationAsItIsWritten_IsReadWithoutTheSerialiser()
    {
        FactGen.Of(FactGen.WellFormed).Where(fact => fact is AnnotationFact { Annotator.Length: > 0 }).Sample(
            fact => BareAnnotation.TryRead(FactJson.Write(fact)) is { } bare && bare.Key == fact.Key, iter: 100);
    }

    [Theory]
    [InlineData("""{"fact":"annotation","question":"00000000000000000000000000000001","annotator":"a","request":"00000000000000000000000000000001","values":{}}""")]
    [InlineData("""{"fact":"annotation","question":"00000000000000000000000000000001","annotator":"a","values":{},"evidence":[]}""")]
    [InlineData("""{"fact":"annotation","question":"0000000000000000000000000000000g","annotator":"a","request":"00000000000000000000000000000001","values":{},"evidence":[]}""")]
    [InlineData("""{"fact":"annotation","question":"00000000000000000000000000000001","annotator":"a","request":"00000000000000000000000000000001","values":[],"evidence":[]}""")]
    [InlineData("""{"fact":"annotation","question":"00000000000000000000000000000001","annotator":"a","request":"00000000000000000000000000000001","values":{},"evidence":[],"more":1}""")]
    [InlineData("""{"fact":"annotation","question":"00000000000000000000000000000001","annotator":"a","request":"00000000000000000000000000000001","values":{},"evidence":[]}x""")]
    public void Read_LineThatIsNoAnnotation_IsRefusedWithAndWithoutTexts(string line)
    {
        Assert.ThrowsAny<JsonException>(() => FactJson.Read(Encoding.UTF8.GetBytes(line)));
        Assert.ThrowsAny<JsonException>(() => FactJson.Read(Encoding.UTF8.GetBytes(line), texts: false));
    }

    static ResponseFact Response(string content, string reasoning) => new()
    {
        Question = new(1),
        Response = new()
        {
            Request = Digest.Of("request"), Model = "m", Role = ModelRole.Teacher, Content = content, Reasoning = reasoning,
            FinishReason = "stop",
        },
    };
}
