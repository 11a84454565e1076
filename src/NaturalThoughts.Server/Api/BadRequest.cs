using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Server.Api;

/// <summary>What is wrong with a request's body or query: which field, and what was expected there.</summary>
static partial class BadRequest
{
    const string Body = "body";

    /// <summary>The problem behind an exception of the framework, whose words are for programmers.</summary>
    public static Problem Of(BadHttpRequestException error) =>
        error.InnerException is JsonException json ? OfBody(json)
        : NoBody().IsMatch(error.Message) ? new("The request has no body.", Body, Expected: "a JSON object")
        : Parameter().Match(error.Message) is { Success: true } named
            ? new(
                named.Groups["given"].Success
                    ? $"`{named.Groups["given"].Value}` does not fit." : "This is missing from the address.",
                named.Groups["name"].Value, Expected: KindOf(named.Groups["type"].Value))
            : new(error.Message);

    static Problem OfBody(JsonException error)
    {
        var field = error.Path is { Length: > 2 } path ? path[2..] : Body;
        var (line, column) = ((int?)error.LineNumber + 1, (int?)error.BytePositionInLine + 1);
        if (Missing().Match(error.Message) is { Success: true } missing)
            return new($"The request's body does not read: it lacks {missing.Groups[1].Value.Replace('\'', '`')}.",
                NameOf(field, missing.Groups[1].Value.Split('\'')[1]), line, column, "a value");
        if (Null().IsMatch(error.Message))
            return new("The request's body does not read: this cannot be null.", field, line, column, "a value");
        // Of a constructor's parameter only the inner exception knows the kind.
        var wanted = Token().Match(error.InnerException?.Message ?? "") is { Success: true } token ? token : Other().Match(error.Message);
        if (wanted.Success)
            return new(
                "The request's body does not read: the value is of another kind.", field, line, column, KindOf(wanted.Groups[1].Value));
        return new($"The request's body does not read: {Place().Replace(error.Message, "")}", field, line, column);
    }

    static string NameOf(string within, string name) => within == Body ? name : $"{within}.{name}";

    // Both as the compiler writes types and as the runtime does.
    static string KindOf(string type) => type switch
    {
        _ when type.Contains("[]", StringComparison.Ordinal) || type.Contains("ImmutableArray", StringComparison.Ordinal) => "a list",
        _ when type.Contains("Bool", StringComparison.OrdinalIgnoreCase) => "`true` or `false`",
        _ when type.Contains("Dictionary", StringComparison.Ordinal) => "an object",
        _ when type.Contains("String", StringComparison.OrdinalIgnoreCase) => "a text",
        _ when Whole().IsMatch(type) => "a whole number",
        _ when type.Contains("Double", StringComparison.OrdinalIgnoreCase) => "a number",
        _ => "an object",
    };

    [GeneratedRegex("no body was provided")]
    private static partial Regex NoBody();

    [GeneratedRegex("parameter \"(?<type>.+) (?<name>[A-Za-z_]+)\" (was not provided|from \"(?<given>.*)\")", RegexOptions.Singleline)]
    private static partial Regex Parameter();

    [GeneratedRegex(@"missing required properties including: (.*?)\.(?: |\z)")]
    private static partial Regex Missing();

    [GeneratedRegex("doesn't allow (setting )?null values")]
    private static partial Regex Null();

    [GeneratedRegex(@"could not be converted to (.+?)\. Path:")]
    private static partial Regex Other();

    [GeneratedRegex("Cannot get the value of a token type '.*' as an? (.+?)\\.")]
    private static partial Regex Token();

    [GeneratedRegex(@" Path: .*\z", RegexOptions.Singleline)]
    private static partial Regex Place();

    [GeneratedRegex("U?Int(16|32|64)|^u?(int|long)\\??$")]
    private static partial Regex Whole();
}
