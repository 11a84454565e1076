using System.Globalization;

namespace NaturalThoughts.ModelServers.Settings;

/// <summary>Spans of time as people write them: <c>200ms</c>, <c>1.5s</c>, <c>10m</c>, <c>0</c>.</summary>
static class Span
{
    /// <summary>What a message says is expected.</summary>
    public const string Expected = "a time such as 0, 200ms, 1.5s or 10m";

    static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>The span; null when it is none, is negative or is longer than a day.</summary>
    public static TimeSpan? Parse(string text)
    {
        var unit = text.TrimStart("0123456789.".ToCharArray());
        double? milliseconds = unit switch { "ms" => 1, "s" => 1_000, "m" => 60_000, "" when text.Trim('0') is "" => 0, _ => null };
        var digits = text.AsSpan(0, text.Length - unit.Length);
        if (milliseconds is null || !double.TryParse(digits, CultureInfo.InvariantCulture, out var number)) return null;
        var span = number * milliseconds.Value;
        return span <= Longest.TotalMilliseconds ? TimeSpan.FromMilliseconds(span) : null;
    }

    /// <summary>The span as <see cref="Parse"/> reads it.</summary>
    public static string Text(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMilliseconds}ms");
}
