using System.Net;
using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Access;

public sealed class BadBodyTests
{
    [Theory]
    [InlineData("""{"reason": 1}""", "reason", "a text")]
    [InlineData("""{"reason": null}""", "reason", "a value")]
    [InlineData("{}", "reason", "a value")]
    [InlineData("[]", "body", "an object")]
    [InlineData("", "body", "a JSON object")]
    [InlineData("null", "body", null)]
    [InlineData("{\"reason\": \"x\"", "body", null)]
    [InlineData("no json", "body", null)]
    public async Task Ask_BodyThatDoesNotRead_NamesTheFieldAndWhatWasExpected(string body, string field, string? expected)
    {
        await using var host = await DoorHost.StartAsync((settings, _) => settings);

        var problem = (await host.AskAsync(body: body)).Problem(HttpStatusCode.BadRequest);

        Assert.Equal(field, problem.Where);
        if (expected is not null) Assert.Equal(expected, problem.Expected);
        Assert.DoesNotContain("System.", problem.What, StringComparison.Ordinal);
        Assert.DoesNotContain("RetryOrder", problem.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_QueryThatDoesNotRead_NamesTheParameter()
    {
        await using var host = await DoorHost.StartAsync((settings, _) => settings);

        var problem = (await host.AskAsync(path: "/api/v1/runs/first?most=many")).Problem(HttpStatusCode.BadRequest);

        Assert.Equal(("`many` does not fit.", "most", "a whole number"), problem);
    }

    [Fact]
    public async Task Ask_AddressThatIsNone_IsNotFound()
    {
        await using var host = await DoorHost.StartAsync((settings, _) => settings);

        Assert.Equal("There is nothing at `GET /api/v1/nowhere`.",
            (await host.AskAsync(path: "/api/v1/nowhere")).Problem(HttpStatusCode.NotFound).What);
    }
}
