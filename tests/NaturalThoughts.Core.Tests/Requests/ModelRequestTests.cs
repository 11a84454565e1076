using System.Buffers;
using System.Text;
using System.Text.Json;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Core.Tests.Requests;

public sealed class ModelRequestTests
{
    static readonly ModelSpec Model = new()
    {
        Name = "r1", Model = "org/R1", System = "Think.", Prompt = "Q: {question}\nA:",
        Temperature = 0.6, TopP = 0.95, MaxTokens = 16384, Seed = 7, Samples = 4,
        Extra = """{"top_k": 20, "chat_template_kwargs": {"enable_thinking": true}}""",
    };

    [Fact]
    public void WriteJson_AllParameters_AllExplicit()
    {
        const string Expected =
            """
            {"model":"org/R1","messages":[{"role":"system","content":"Think."},{"role":"user","content":"Q: 2 {question}?\nA:"}],"temperature":0.6,"top_p":0.95,"max_tokens":16384,"seed":10,"chat_template_kwargs":{"enable_thinking":true},"top_k":20,"stream":true,"stream_options":{"include_usage":true}}
            """;

        Assert.Equal(Expected, Json(ModelRequest.Of(Model, Ask("2 {question}?")), sample: 3));
    }

    [Fact]
    public void WriteJson_NothingGiven_NothingMadeUp()
    {
        var request = ModelRequest.Of(new() { Name = "a", Model = "m" }, Ask("q"));

        const string Expected =
            """{"model":"m","messages":[{"role":"user","content":"q"}],"stream":true,"stream_options":{"include_usage":true}}""";
        Assert.Equal(Expected, Json(request, sample: 2));
    }

    [Fact]
    public void Digest_OfAKnownRequest_StaysTheSame() =>
        Assert.Equal("444e9b3294cfefecebcac578a6b0e1e1", ModelRequest.Of(Model, Ask("What is 2 + 3?")).Digest.ToString());

    public static TheoryData<string, ModelSpec> SameAsked => new()
    {
        { "its name in the spec", Model with { Name = "other" } },
        { "how many samples", Model with { Samples = 16 } },
        { "spelling of extra", Model with { Extra = """{"chat_template_kwargs":{"enable_thinking":true},  "top_k":2e1}""" } },
    };

    [Theory, MemberData(nameof(SameAsked))]
    public void Digest_SameAsked_Same(string what, ModelSpec model) =>
        Assert.True(ModelRequest.Of(Model, Ask("q")).Digest == ModelRequest.Of(model, Ask("q")).Digest, what);

    public static TheoryData<string, ModelSpec> OtherAsked => new()
    {
        { "model", Model with { Model = "org/R2" } },
        { "system", Model with { System = null } },
        { "empty system", Model with { System = "" } },
        { "prompt", Model with { Prompt = "Q: {question}\nA: " } },
        { "temperature", Model with { Temperature = 0 } },
        { "no temperature", Model with { Temperature = null } },
        { "top_p", Model with { TopP = 0.9 } },
        { "max_tokens", Model with { MaxTokens = 16383 } },
        { "seed", Model with { Seed = 8 } },
        { "extra", Model with { Extra = """{"top_k": 21, "chat_template_kwargs": {"enable_thinking": true}}""" } },
        { "no extra", Model with { Extra = null } },
    };

    [Theory, MemberData(nameof(OtherAsked))]
    public void Digest_OtherAsked_Other(string what, ModelSpec model) =>
        Assert.True(ModelRequest.Of(Model, Ask("q")).Digest != ModelRequest.Of(model, Ask("q")).Digest, what);

    [Fact]
    public void Digest_QuestionWithOtherWhiteSpace_Same() =>
        Assert.Equal(ModelRequest.Of(Model, Ask("two  words ")).Digest, ModelRequest.Of(Model, Ask("two words")).Digest);

    [Fact]
    public void Digest_RoleAndTokenLimitOfARetry_NoPartOfIt()
    {
        var request = ModelRequest.Of(Model, Ask("q"));

        Assert.Equal(request.Digest, ModelRequest.Of(Model, Ask("q"), ModelRole.Baseline).Digest);
        Assert.Equal(request.Digest, (request with { MaxTokens = 32768 }).Digest);
        Assert.Contains("\"max_tokens\":32768", Json(request with { MaxTokens = 32768 }, 0));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData("""{"top_k":20,"response_format":{"type":"json_object"}}""")]
    public void Check_GoodExtra_NoProblem(string? extra) => Assert.Empty(ExtraFields.Check(extra, "models.r1.extra"));

    [Theory]
    [InlineData("""{"messages":[],"model":"x","stream":false}""", 3)]
    [InlineData("""{"temperature":1}""", 1)]
    [InlineData("""{"top_k":1,"top_k":2}""", 1)]
    [InlineData("[]", 1)]
    [InlineData("{", 1)]
    public void Check_BadExtra_EveryProblem(string extra, int problems)
    {
        var found = ExtraFields.Check(extra, "models.r1.extra");

        Assert.Equal(problems, found.Length);
        Assert.All(found, problem => Assert.Equal("models.r1.extra", problem.Where));
        Assert.Throws<ArgumentException>(() => ModelRequest.Of(Model with { Extra = extra }, Ask("q")));
    }

    static Question Ask(string text) => new() { Text = text, Id = QuestionId.Of(text), Source = "test" };

    static string Json(ModelRequest request, int sample)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) request.WriteJson(writer, sample);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
