using System.Globalization;

namespace NaturalThoughts.Data.Datasets;

/// <summary>Numbers as all datasets write them, wherever they are made.</summary>
static class Invariant
{
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Real(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Percent(double share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    public static string Percent(long part, long whole) => whole == 0 ? "–" : Percent((double)part / whole);
}
