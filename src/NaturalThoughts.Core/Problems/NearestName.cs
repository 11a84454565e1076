namespace NaturalThoughts.Core.Problems;

/// <summary>The valid name that somebody most likely meant.</summary>
public static class NearestName
{
    /// <summary>
    /// The candidate that takes the fewest edits (insert, delete, replace, swap neighbours; case is ignored), if no more than a third of
    /// the name's length, and at least one, is needed; the first in ordinal order among equals; else null.
    /// </summary>
    public static string? Of(string name, IEnumerable<string> candidates)
    {
        var allowed = Math.Max(1, name.Length / 3);
        var best = candidates
            .Where(candidate => Math.Abs(candidate.Length - name.Length) <= allowed)
            .Select(candidate => (Edits: Edits(name.ToLowerInvariant(), candidate.ToLowerInvariant()), Name: candidate))
            .OrderBy(found => found.Edits).ThenBy(found => found.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Name is not null && best.Edits <= allowed ? best.Name : null;
    }

    /// <summary>“Did you mean …?” with the nearest name, as a <see cref="Problem.Fix"/>; null when nothing is near.</summary>
    public static string? DidYouMean(string name, IEnumerable<string> candidates) =>
        Of(name, candidates) is { } near ? $"Did you mean `{near}`?" : null;

    /// <summary>Optimal string alignment distance.</summary>
    internal static int Edits(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) table[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) table[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replace = table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                table[i, j] = Math.Min(replace, Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
            }
        }

        return table[a.Length, b.Length];
    }
}
