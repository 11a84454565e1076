using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace NaturalThoughts.Server.Tests.Support;

/// <summary>What a server answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Headers">The headers.</param>
/// <param name="MediaType">What the body is.</param>
/// <param name="Text">The body.</param>
sealed record Answer(HttpStatusCode Status, HttpResponseHeaders Headers, string? MediaType, string Text)
{
    /// <summary>The body as JSON.</summary>
    public JsonElement Json => JsonElement.Parse(Text);

    /// <summary>Reads one.</summary>
    public static async Task<Answer> OfAsync(HttpResponseMessage response) => new(
        response.StatusCode, response.Headers, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());

    /// <summary>Asserts that these are problem details, and gives the first problem.</summary>
    public (string What, string? Where, string? Expected) Problem(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{Status}: {Text}");
        Assert.Equal("application/problem+json", MediaType);
        Assert.Equal("about:blank", Json.GetProperty("type").GetString());
        Assert.Equal((int)status, Json.GetProperty("status").GetInt32());
        Assert.NotEmpty(Json.GetProperty("title").GetString()!);
        Assert.StartsWith("/", Json.GetProperty("instance").GetString(), StringComparison.Ordinal);
        var problem = Json.GetProperty("problems")[0];
        var what = problem.GetProperty("what").GetString()!;
        Assert.Contains(what, Json.GetProperty("detail").GetString(), StringComparison.Ordinal);
        return (what, Member("where"), Member("expected"));

        string? Member(string name) => problem.TryGetProperty(name, out var value) ? value.GetString() : null;
    }

    /// <summary>A header's value; null where it is absent.</summary>
    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
