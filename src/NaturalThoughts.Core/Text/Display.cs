using System.Globalization;
using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Core.Text;

/// <summary>Puts values and foreign text into what people are shown.</summary>
public static class Display
{
    /// <summary>Foreign text on one line, cut to a length.</summary>
    public static string Line(string text, int length)
    {
        var line = string.Join(' ', PrintableText.Of(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= length ? line : Head(line, length - 1).TrimEnd() + "…";
    }

    /// <summary>Foreign text, its lines kept, cut to a length with a word on what is missing.</summary>
    public static string Shortened(string text, int length)
    {
        var plain = PrintableText.Of(text);
        return plain.Length <= length ? plain : $"{Head(plain, length).TrimEnd()}… ({Count(plain.Length - length)} characters more)";
    }

    /// <summary>A count with thousands apart.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>So many of something: <c>1 trace</c>, <c>2 traces</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">What one of them is called.</param>
    public static string Counted(long count, string one) => $"{Count(count)} {one}{(count == 1 ? "" : "s")}";

    /// <summary>How many a second.</summary>
    public static string Rate(double rate) => rate < 10 ? rate.ToString("0.0", CultureInfo.InvariantCulture) : Count((long)rate);

    /// <summary>A share in percent.</summary>
    public static string Share(long part, long whole) =>
        whole == 0 ? "–" : (100.0 * part / whole).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>A length in bytes, in the unit that fits.</summary>
    public static string Bytes(long bytes)
    {
        string[] units = ["B", "KB", "MB", "GB", "TB"];
        var (value, unit) = ((double)bytes, 0);
        for (; value >= 1000 && unit < units.Length - 1; unit++) value /= 1000;
        return value.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + units[unit];
    }

    /// <summary>A time span in its two largest units.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        { TotalMilliseconds: < 1000 } => $"{time.TotalMilliseconds:0} ms",
        { TotalSeconds: < 10 } => $"{time.TotalSeconds:0.0} s",
        { TotalMinutes: < 1 } => $"{time.TotalSeconds:0} s",
        { TotalHours: < 1 } => $"{time.Minutes} min {time.Seconds} s",
        { TotalDays: < 1 } => $"{time.Hours} h {time.Minutes} min",
        _ => $"{Count((long)time.TotalDays)} d {time.Hours} h",
    };

    /// <summary>A column's value; a number with at most three decimals.</summary>
    public static string Value(FeatureValue value) => value switch
    {
        { IsNull: true } => "–",
        { Flag: { } flag } => flag ? "yes" : "no",
        { Text: { } text } => Line(text, 60),
        _ => value.Number.ToString("#,0.###", CultureInfo.InvariantCulture),
    };

    /// <summary>The beginning of an id: long enough to name it in any run of this size, and to be typed.</summary>
    public static string Id(object id) => id.ToString()![..12];

    static string Head(string text, int length) => text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
