using System.Globalization;
using System.Text;

namespace NaturalThoughts.Cli.Terminal;

/// <summary>Puts values and foreign text into what a terminal may show.</summary>
static class Display
{
    /// <summary>Foreign text without control characters: it cannot move the cursor or change colours.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text) plain.Append(char.IsControl(letter) && letter is not ('\n' or '\t') ? '\uFFFD' : letter);
        return plain.ToString();
    }

    /// <summary>Foreign text on one line, cut to a length.</summary>
    public static string Line(string text, int length)
    {
        var line = string.Join(' ', Plain(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= length ? line : line[..(length - 1)].TrimEnd() + "…";
    }

    /// <summary>A count with thousands apart.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share in percent.</summary>
    public static string Share(long part, long whole) => whole == 0 ? "–" : (100.0 * part / whole).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>A length in bytes, in the unit that fits.</summary>
    public static string Bytes(long bytes)
    {
        string[] units = ["B", "KB", "MB", "GB", "TB"];
        var (value, unit) = ((double)bytes, 0);
        for (; value >= 1000 && unit < units.Length - 1; unit++) value /= 1000;
        return value.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + units[unit];
    }
}
