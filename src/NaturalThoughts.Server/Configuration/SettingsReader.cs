using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Server.Configuration;

/// <summary>Takes typed values out of a configuration and collects everything that is wrong.</summary>
sealed class SettingsReader(IConfiguration configuration, string folder)
{
    readonly List<Problem> _problems = [];

    /// <summary>What was wrong so far.</summary>
    public ImmutableArray<Problem> Problems => [.. _problems];

    public void Report(Problem problem) => _problems.Add(problem);

    /// <summary>Keys nobody reads: mistyped ones would be passed over in silence.</summary>
    public void ReportUnknown()
    {
        foreach (var (key, value) in configuration.AsEnumerable())
        {
            if (value is null || ServeKeys.Foreign.Contains(key.Split(':')[0], StringComparer.OrdinalIgnoreCase)) continue;
            var name = string.Join(':', key.Split(':').Where(part => !part.All(char.IsAsciiDigit)));
            var isList = name != key;
            if ((isList ? ServeKeys.Lists : ServeKeys.All).Contains(name, StringComparer.OrdinalIgnoreCase)) continue;
            Report(new("There is no such setting.", key,
                Fix: NearestName.DidYouMean(name, ServeKeys.All) ?? $"Settings are {string.Join(", ", ServeKeys.All)}."));
        }
    }

    /// <summary>A text; null where there is none.</summary>
    public string? Text(string key) => configuration[key]?.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>A path from the configuration's folder.</summary>
    public string? FullPath(string key) => Text(key) is { } path ? Path.GetFullPath(path, folder) : null;

    /// <summary>Several texts: a list, or one text with commas or semicolons.</summary>
    public ImmutableArray<string> List(string key)
    {
        var items = configuration.GetSection(key).GetChildren().Select(item => item.Value).Append(configuration[key]);
        return
        [
            .. items.OfType<string>()
                .SelectMany(item => item.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
        ];
    }

    public int? Whole(string key, int least, int most)
    {
        if (Text(key) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        Report(new($"`{text}` does not fit.", key, Expected: $"a whole number from {least} to {most}"));
        return null;
    }

    public bool Flag(string key)
    {
        if (Text(key) is not { } text) return false;
        if (bool.TryParse(text, out var value)) return value;
        Report(new($"`{text}` does not fit.", key, Expected: "`true` or `false`"));
        return false;
    }

    /// <summary>A number from 0 to 1.</summary>
    public double Share(string key, double otherwise)
    {
        if (Text(key) is not { } text) return otherwise;
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is >= 0 and <= 1)
            return value;
        Report(new($"`{text}` does not fit.", key, Expected: "a number from 0 to 1, such as `0.01`"));
        return otherwise;
    }

    /// <summary>A time span: <c>90s</c>, <c>15m</c>, <c>1h</c> or <c>hh:mm:ss</c>.</summary>
    public TimeSpan Duration(string key, TimeSpan most, TimeSpan otherwise)
    {
        if (Text(key) is not { } text) return otherwise;
        if (SpanOf(text) is { } span && span >= TimeSpan.Zero && span <= most) return span;
        Report(new($"`{text}` does not fit.", key,
            Expected: $"a time from 0s to {most.TotalHours:0}h, such as `90s`, `15m` or `00:15:00`"));
        return otherwise;
    }

    /// <summary>A secret: the value itself, or the file that holds it.</summary>
    public string? Secret(string key, string fileKey)
    {
        var (value, file) = (Text(key), FullPath(fileKey));
        if (value is not null && file is not null)
            Report(new($"Both `{key}` and `{fileKey}` are given.", fileKey, Fix: "Keep one of them."));
        if (file is null) return value;
        try
        {
            if (File.ReadAllText(file).Trim() is { Length: > 0 } secret) return secret;
            Report(new("The file is empty.", $"{fileKey} ({file})", Expected: "a file that holds the secret"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Report(new($"The file cannot be read: {error.Message}", fileKey, Fix: "Correct the path, or the file's permissions."));
        }

        return null;
    }

    static TimeSpan? SpanOf(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal))
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) ? span : null;
        var unit = text.TrimStart([.. "0123456789."]);
        var scale = unit switch { "ms" => 0.001, "s" => 1, "m" => 60, "h" => 3600.0, _ => double.NaN };
        var parsed = double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);
        // Beyond some ten thousand years nothing is a time span.
        return parsed && number * scale < 1e9 ? TimeSpan.FromSeconds(number * scale) : null;
    }
}
