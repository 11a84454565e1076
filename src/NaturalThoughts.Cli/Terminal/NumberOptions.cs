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

    /// <summary>Several sizes: <c>1k,10k,1.5m</c>, or plain numbers; ascending, each once.</summary>
    public static Option<long[]> Sizes(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N,N,…",
        Required = true,
        CustomParser = result => ReadSizes(result, name),
    };

    /// <summary>A size as people write it: <c>10k</c>, <c>1500</c>, <c>2m</c>.</summary>
    public static string SizeText(long size) => (size % 1_000_000, size % 1_000) switch
    {
        (0, _) => string.Create(CultureInfo.InvariantCulture, $"{size / 1_000_000}m"),
        (_, 0) => string.Create(CultureInfo.InvariantCulture, $"{size / 1_000}k"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{size}"),
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

    static long[]? ReadSizes(ArgumentResult result, string name)
    {
        var words = result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var sizes = words.Select(SizeOf).ToList();
        if (sizes.Count > 0 && !sizes.Contains(null)) return [.. sizes.Select(size => size!.Value).Distinct().Order()];
        result.AddError($"`{name} {result.Tokens[0].Value}` is not possible. Expected whole numbers from 1, such as 1k,10k,100k.");
        return null;
    }

    static long? SizeOf(string text)
    {
        var unit = char.ToLowerInvariant(text[^1]) switch { 'k' => 1_000m, 'm' => 1_000_000m, _ => 1m };
        var digits = (unit > 1 ? text[..^1] : text).Replace("_", "");
        return decimal.TryParse(digits, WholeNumber | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number is >= 0 and < 1_000_000_000_000 && number * unit is var size and >= 1 && size == decimal.Truncate(size)
                ? (long)size : null;
    }

    static T? Read<T>(ArgumentResult result, string name, string expected, Func<string, T?> read) where T : struct
    {
        var text = result.Tokens[0].Value;
        if (read(text) is { } value) return value;
        result.AddError($"`{name} {text}` is not possible. Expected {expected}.");
        return null;
    }
}
