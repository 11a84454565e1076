using System.Text.RegularExpressions;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Inference.Endpoints;

/// <summary>The base address of an OpenAI-compatible server, in one spelling.</summary>
public sealed partial class EndpointAddress
{
    EndpointAddress(Uri @base) => Base = @base;

    /// <summary>Ends with a slash and holds a version segment: <c>http://host:8000/v1/</c>.</summary>
    public Uri Base { get; }

    /// <summary>The base without its last slash.</summary>
    public string Name => Base.AbsoluteUri.TrimEnd('/');

    /// <summary>Reads an address with or without <c>/v1</c>; it is appended where no segment of the path is a version.</summary>
    /// <param name="text">The address as the user wrote it.</param>
    /// <param name="where">Where it stands.</param>
    /// <param name="line">1-based line there.</param>
    public static Checked<EndpointAddress> Parse(string text, string where, int? line = null)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.Host.Length == 0)
            return Wrong($"`{text}` is not an endpoint's address.", "an address like `http://host:8000/v1`, or `recorded:FILE`");
        if (uri.UserInfo.Length > 0)
            return Wrong($"The address of {uri.Host} holds a user name or password.", "no secret in an address",
                "Put the key into an environment variable and name it as the endpoint's `key`.");
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
            return Wrong($"The address `{uri.GetLeftPart(UriPartial.Path)}` goes on after its path.", "an address without `?` and `#`");

        var path = Completions().Replace(uri.AbsolutePath, "").TrimEnd('/');
        if (!path.Split('/').Any(segment => Version().IsMatch(segment))) path += "/v1";
        return new(new EndpointAddress(new Uri($"{uri.GetLeftPart(UriPartial.Authority)}{path}/")));

        Checked<EndpointAddress> Wrong(string what, string expected, string? fix = null) =>
            new([new Problem(what, where, line, null, expected, fix)]);
    }

    [GeneratedRegex("^v[0-9]+[a-z0-9]*$")]
    private static partial Regex Version();

    [GeneratedRegex("/chat/completions/?$|/models/?$")]
    private static partial Regex Completions();
}
