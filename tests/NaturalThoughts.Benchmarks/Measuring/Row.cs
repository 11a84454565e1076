using System.Globalization;

namespace NaturalThoughts.Benchmarks.Measuring;

/// <summary>A row of the table.</summary>
/// <param name="Path">What was done.</param>
/// <param name="Against">What it is held against.</param>
/// <param name="Ours">The product's median, with its unit.</param>
/// <param name="Theirs">The other's.</param>
/// <param name="Ratio">The median of the pairs' ratios, then the least and the most: how many times as fast or as cheap the product
/// is.</param>
/// <param name="Bar">What it has to reach.</param>
/// <param name="Met">Whether it does; null where there is nothing to reach.</param>
sealed record Row(string Path, string Against, string Ours, string Theirs, string Ratio, string Bar, bool? Met)
{
    /// <summary>A row of pairs that were measured in seconds.</summary>
    public static Row OfTimes(string path, string against, IReadOnlyList<Pair> pairs, Bar bar) => Of(path, against, pairs, bar, Time);

    /// <summary>A row of pairs of which less is better.</summary>
    /// <param name="path">What was done.</param>
    /// <param name="against">What it is held against.</param>
    /// <param name="pairs">At least one.</param>
    /// <param name="bar">What has to be reached: judged by the pair of the median ratio.</param>
    /// <param name="shown">A figure with its unit.</param>
    public static Row Of(string path, string against, IReadOnlyList<Pair> pairs, Bar bar, Func<double, string> shown)
    {
        var sorted = pairs.OrderBy(RatioOf).ToList();
        var (least, median, most) = (RatioOf(sorted[0]), Median(pairs, RatioOf), RatioOf(sorted[^1]));
        return new(
            path, against, shown(Median(pairs, pair => pair.Ours)), shown(Median(pairs, pair => pair.Theirs)),
            string.Create(CultureInfo.InvariantCulture, $"{Short(median)} ({Short(least)}–{Short(most)})"), bar.Text,
            bar == Measuring.Bar.None ? null : bar.IsMetBy(sorted[(sorted.Count - 1) / 2]));
    }

    /// <summary>A row of one figure that has a limit of its own.</summary>
    public static Row OfFigure(string path, string figure, string bar, bool? met) => new(path, "", figure, "", "", bar, met);

    /// <summary>The middle value.</summary>
    public static double Median<T>(IEnumerable<T> values, Func<T, double> of)
    {
        var sorted = values.Select(of).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>A time as people say it.</summary>
    public static string Time(double seconds) => seconds < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0.#} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s");

    static double RatioOf(Pair pair) => pair.Theirs / pair.Ours;

    static string Short(double ratio) => ratio.ToString(ratio < 2 ? "0.000" : ratio < 20 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
