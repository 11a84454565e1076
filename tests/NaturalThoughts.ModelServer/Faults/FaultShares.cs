using System.Collections.Immutable;
using System.Globalization;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.ModelServers.Faults;

/// <summary>Which share of the tries goes wrong in which way; together at most 1.</summary>
public sealed class FaultShares
{
    /// <summary>The faults by the names people write.</summary>
    public static readonly ImmutableArray<(string Name, Fault Fault)> Names =
    [
        ("5xx", Fault.ServerError), ("reset", Fault.Reset), ("stall", Fault.Stall),
        ("malformed", Fault.Malformed), ("empty-reasoning", Fault.EmptyReasoning), ("length", Fault.Length),
    ];

    readonly ImmutableArray<(Fault Fault, double Share)> _shares;

    FaultShares(ImmutableArray<(Fault, double)> shares) => _shares = shares;

    /// <summary>Nothing goes wrong.</summary>
    public static FaultShares None { get; } = new([]);

    /// <summary>The shares by name.</summary>
    public IEnumerable<KeyValuePair<string, double>> Shares => _shares.Select(one => KeyValuePair.Create(NameOf(one.Fault), one.Share));

    /// <summary>The name of a fault.</summary>
    public static string NameOf(Fault fault) => Names.First(one => one.Fault == fault).Name;

    /// <summary>One fault alone.</summary>
    /// <param name="fault">Which.</param>
    /// <param name="share">From 0 to 1.</param>
    public static FaultShares Of(Fault fault, double share = 1) => Of([(NameOf(fault), share)]).Value!;

    /// <summary>Shares by name.</summary>
    public static Checked<FaultShares> Of(IReadOnlyCollection<(string Name, double Share)> shares)
    {
        var names = Names.Select(one => one.Name).ToList();
        var problems = new List<Problem>();
        foreach (var (name, share) in shares)
        {
            if (!names.Contains(name))
            {
                var near = NearestName.DidYouMean(name, names);
                problems.Add(new($"There is no fault `{name}`.", Expected: string.Join(", ", names), Fix: near));
            }
            else if (share is not (>= 0 and <= 1))
                problems.Add(new($"The share of `{name}` is {Text(share)}.", Expected: "a number from 0 to 1, or a percentage"));
        }

        if (shares.GroupBy(one => one.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            problems.Add(new($"The fault `{twice.Key}` is given twice."));
        if (problems.Count == 0 && shares.Sum(one => one.Share) > 1 + 1e-9)
            problems.Add(new($"The shares add up to {Text(shares.Sum(one => one.Share))}.", Expected: "at most 1 together"));
        return problems.Count > 0
            ? new(problems)
            : new(new FaultShares([.. Names.Join(shares, one => one.Name, one => one.Name, (one, given) => (one.Fault, given.Share))]));
    }

    /// <summary>Reads <c>5xx=0.05,reset=2%</c>; an empty text is no fault.</summary>
    public static Checked<FaultShares> Parse(string text)
    {
        var shares = new List<(string, double)>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Split('=', 2, StringSplitOptions.TrimEntries) is not [var name, var share] || ShareOf(share) is not { } number)
                return new([new Problem($"`{part}` is no share of a fault.", Expected: "NAME=SHARE, such as 5xx=0.05 or reset=2%")]);
            shares.Add((name, number));
        }

        return Of(shares);
    }

    /// <summary>What goes wrong with a try: the same for the same request, try and seed.</summary>
    /// <param name="content">The digest of the request's content.</param>
    /// <param name="number">The number of the try, from 1.</param>
    /// <param name="seed">Tells servers apart that are to fail with different requests.</param>
    public Fault Draw(UInt128 content, int number, ulong seed)
    {
        var drawn = Chance.Share(SeededHash.Of(seed + (ulong)number, content));
        foreach (var (fault, share) in _shares)
            if ((drawn -= share) < 0) return fault;
        return Fault.None;
    }

    static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);

    static double? ShareOf(string text)
    {
        var percent = text.EndsWith('%');
        return double.TryParse(percent ? text[..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? percent ? number / 100 : number
            : null;
    }
}
