using NaturalThoughts.Inference.Endpoints;

namespace NaturalThoughts.Inference.Tests.Endpoints;

public sealed class EndpointAddressTests
{
    [Theory]
    [InlineData("http://host:8000", "http://host:8000/v1")]
    [InlineData("http://host:8000/", "http://host:8000/v1")]
    [InlineData("http://host:8000/v1", "http://host:8000/v1")]
    [InlineData("http://host:8000/v1/", "http://host:8000/v1")]
    [InlineData("https://host/v1/chat/completions", "https://host/v1")]
    [InlineData("https://host/openai", "https://host/openai/v1")]
    [InlineData("https://host/v1beta/openai/", "https://host/v1beta/openai")]
    [InlineData("http://[::1]:8000", "http://[::1]:8000/v1")]
    public void Parse_WithOrWithoutVersion_OneSpelling(string text, string name) =>
        Assert.Equal(name, EndpointAddress.Parse(text, "endpoints[0]").Value?.Name);

    [Theory]
    [InlineData("host:8000")]
    [InlineData("ftp://host")]
    [InlineData("http://")]
    [InlineData("http://user:key@host")]
    [InlineData("http://host/v1?key=abc")]
    public void Parse_NoAddress_ProblemWithoutSecrets(string text)
    {
        var problem = Assert.Single(EndpointAddress.Parse(text, "nodes.txt", 3).Problems);

        Assert.Equal(("nodes.txt", 3), (problem.Where, problem.Line));
        Assert.DoesNotContain("key@", problem.ToString());
        Assert.DoesNotContain("abc", problem.ToString());
    }
}
