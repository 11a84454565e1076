namespace NaturalThoughts.Data.Datasets;

/// <summary>The known name that a misspelt one most likely meant.</summary>
static class Nearest
{
    /// <summary>The name with the smallest edit distance (Levenshtein), the first of equals.</summary>
    public static string Of(string given, IEnumerable<string> known) => known.MinBy(name => Distance(given, name))!;

    static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var substituted = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, 1 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[to.Length];
    }
}
