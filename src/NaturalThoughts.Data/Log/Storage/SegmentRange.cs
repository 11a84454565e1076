using System.Globalization;

namespace NaturalThoughts.Data.Log.Storage;

/// <summary>
/// The numbers one file holds: an aligned power of 64, so two of them nest or are disjoint. A range of one is a file as it was
/// committed; wider ones were compacted.
/// </summary>
/// <param name="First">The first number.</param>
/// <param name="Last">The last number.</param>
public readonly record struct SegmentRange(int First, int Last)
{
    /// <summary>How many ranges of a level make one of the next.</summary>
    public const int Fan = 64;

    /// <summary>What follows the numbers in the name of a compacted range.</summary>
    public const string Suffix = ".parquet";

    /// <summary>Sizes of all levels: 1, 64, 4096, ….</summary>
    static readonly int[] Sizes = [1, Fan, Fan * Fan, Fan * Fan * Fan, Fan * Fan * Fan * Fan, Fan * Fan * Fan * Fan * Fan];

    /// <summary>How many numbers it holds.</summary>
    public int Size => Last - First + 1;

    /// <summary>Whether the file is a commit as it was made.</summary>
    public bool IsSingle => First == Last;

    /// <summary>The name of a compacted range's file.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{First:D8}-{Last:D8}{Suffix}");

    /// <summary>The range of the next level around this one; null at the highest.</summary>
    public SegmentRange? Parent =>
        Array.IndexOf(Sizes, Size) is var level && level + 1 < Sizes.Length ? Around(First, Sizes[level + 1]) : null;

    /// <summary>The ranges of the level below that make this one.</summary>
    public IEnumerable<SegmentRange> Children
    {
        get
        {
            var (first, size) = (First, Size / Fan);
            return Enumerable.Range(0, Fan).Select(child => new SegmentRange(first + (child * size), first + (child * size) + size - 1));
        }
    }

    /// <summary>The range of one number.</summary>
    public static SegmentRange Of(int number) => new(number, number);

    /// <summary>All ranges that can hold a number, from the narrowest on.</summary>
    public static IEnumerable<SegmentRange> Around(int number) => Sizes.Select(size => Around(number, size)).Where(range => range.Last > 0);

    /// <summary>Whether it holds all numbers of another.</summary>
    public bool Covers(SegmentRange other) => First <= other.First && other.Last <= Last;

    /// <summary>Reads the name of a compacted range's file.</summary>
    public static bool TryParse(string name, out SegmentRange range)
    {
        range = default;
        if (!name.EndsWith(Suffix, StringComparison.Ordinal)) return false;
        var numbers = name[..^Suffix.Length].Split('-');
        if (numbers.Length != 2 || !TryParseNumber(numbers[0], out var first) || !TryParseNumber(numbers[1], out var last)) return false;
        range = new(first, last);
        return first < last && Sizes.Contains(last - first + 1) && (first - 1) % (last - first + 1) == 0;
    }

    /// <summary>Reads a number as file names have it: eight digits, more only where they are needed.</summary>
    public static bool TryParseNumber(ReadOnlySpan<char> digits, out int number)
    {
        number = 0;
        return digits.Length >= 8
            && (digits.Length == 8 || digits[0] != '0')
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && number > 0;
    }

    /// <inheritdoc/>
    public override string ToString() => IsSingle ? $"{First}" : $"{First}-{Last}";

    static SegmentRange Around(int number, int size)
    {
        var first = ((number - 1) / size * size) + 1;
        return new(first, (int)Math.Min((long)first + size - 1, int.MaxValue));
    }
}
