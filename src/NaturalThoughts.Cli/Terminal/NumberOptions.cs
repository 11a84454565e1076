using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace NaturalThoughts.Cli.Terminal;

/// <summary>Options that hold a number, with messages for people.</summary>
static class NumberOptions
{
    const NumberStyles WholeNumber = NumberStyles.AllowExponent | NumberStyles.AllowLeadingSign;

    /// <summary>A whole number: <c>10000</c>, <c>10_000</c> or <c>1e4</c>.</summary>
    public static Option<long?> Whole(string name, string description, long least, string helpName = "N") => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result => Read<long>(result, name, $"a whole number from {least}",
            text => decimal.TryParse(text.Replace("_", ""), WholeNumber, CultureInfo.InvariantCulture, out var number)
                && number == decimal.Truncate(number) && number >= least && number <= long.MaxValue ? (long)number : null),
    };

    /// <summary>A share: <c>0.01</c> or <c>1%</c>, at least 0 and below 1.</summary>
    public static Option<double?> Share(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "SHARE",
        CustomParser = result => Read<double>(result, name, "a share from 0 to below 1, such as 0.01 or 1%",
            text => ShareOf(text) is { } share and >= 0 and < 1 ? share : null),
    };

    /// <summary>The number of <c>0.4</c> or <c>40%</c>; null when it is neither.</summary>
    public static double? ShareOf(string text)
    {
        var percent = text.EndsWith('%');
        return double.TryParse(percent ? text[..^1].TrimEnd() : text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? percent ? number / 100 : number
            : null;
    }

    static T? Read<T>(ArgumentResult result, string name, string expected, Func<string, T?> read) where T : struct
    {
        var text = result.Tokens[0].Value;
        if (read(text) is { } value) return value;
        result.AddError($"`{name} {text}` is not possible. Expected {expected}.");
        return null;
    }
}
