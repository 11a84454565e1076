using System.Globalization;

namespace NaturalThoughts.Core.Text;

/// <summary>What canonical composition must know of characters, Hangul apart; from <c>nfc.txt</c>.</summary>
/// <remarks>Unicode promises that none of it changes for characters that are in a version of the standard.</remarks>
static class NfcTable
{
    static readonly Dictionary<int, int> Classes = [];
    static readonly Dictionary<int, (int First, int? Second)> Decompositions = [];
    static readonly Dictionary<(int First, int Second), int> Compositions = [];
    static readonly HashSet<int> Stirring = [];

    static NfcTable()
    {
        using var data = new StreamReader(typeof(NfcTable).Assembly.GetManifestResourceStream(typeof(NfcTable), "nfc.txt")!);
        while (data.ReadLine() is { } line)
        {
            var words = line.Split(' ');
            if (words[0] is "#") continue;
            if (words[1] is "=" or ">") AddDecomposition(words);
            else AddClass(words);
        }
    }

    /// <summary>The canonical combining class; 0 for starters.</summary>
    public static int Class(int point) => Classes.GetValueOrDefault(point);

    /// <summary>One step of the canonical decomposition; null where there is none.</summary>
    public static (int First, int? Second)? Decomposition(int point) =>
        Decompositions.TryGetValue(point, out var parts) ? parts : null;

    /// <summary>The character that two others compose to; null where they do not.</summary>
    public static int? Composition(int first, int second) => Compositions.TryGetValue((first, second), out var whole) ? whole : null;

    /// <summary>Whether text with this character may have another composed form.</summary>
    public static bool Stirs(int point) => Stirring.Contains(point) || Hangul.IsFollower(point);

    static void AddClass(string[] words)
    {
        var kind = int.Parse(words[0], CultureInfo.InvariantCulture);
        for (var point = Hex(words[1]); point <= Hex(words[2]); point++)
        {
            Classes.Add(point, kind);
            Stirring.Add(point);
        }
    }

    static void AddDecomposition(string[] words)
    {
        var (whole, first) = (Hex(words[0]), Hex(words[2]));
        int? second = words.Length > 3 ? Hex(words[3]) : null;
        Decompositions.Add(whole, (first, second));
        if (words[1] is ">")
        {
            Stirring.Add(whole);
        }
        else
        {
            Compositions.Add((first, second!.Value), whole);
            Stirring.Add(second.Value);
        }
    }

    static int Hex(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
