using System.Collections.Immutable;
using CsCheck;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Selection;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Core.Tests.Selection;

/// <summary>A candidate as the search sees it.</summary>
sealed record Entry(SelectionKey Key, Stratum Stratum)
{
    /// <summary>Entries with few different keys, hashes and strata, so that ties of every kind happen.</summary>
    public static readonly Gen<Entry[]> Many = Gen.Select(Gen.Int[1, 6], Gen.Bool, Gen.Bool).SelectMany((strata, fewKeys, fewHashes) =>
            Gen.Select(
                fewKeys ? Gen.ULong[0, 3].Select(key => key << 62) : Gen.ULong,
                fewHashes ? Gen.ULong[0, 2] : Gen.ULong,
                Gen.ULong,
                Gen.Int[0, strata])
            .Array[0, 400]
            .Select(all => all
                .Select(e => new Entry(new(e.Item1, e.Item2, e.Item3), new(e.Item4 == 0 ? null : $"s{e.Item4}")))
                .DistinctBy(e => e.Key.Id).ToArray()));

    /// <summary>One shard's set of some entries.</summary>
    public static CandidateSet Set(IReadOnlyList<Entry> entries)
    {
        Stratum[] names = [.. entries.Select(entry => entry.Stratum).Distinct(), new("nobody's")];
        return new(
            [.. entries.Select(entry => entry.Key.Key)],
            [.. Enumerable.Range(0, entries.Count)],
            [.. entries.Select(entry => (ushort)Array.IndexOf(names, entry.Stratum))],
            [.. names],
            row => new(entries[row].Key.Hash, new(entries[row].Key.Id)));
    }

    /// <summary>What sorting everything and taking the first places selects.</summary>
    public static IEnumerable<Entry> SortAndTake(IEnumerable<Entry> entries, Recipe recipe)
    {
        var strata = entries.GroupBy(entry => entry.Stratum).OrderBy(stratum => stratum.Key).ToArray();
        var places = Apportionment.Places(
            recipe.Size ?? long.MaxValue,
            [.. strata.Select(h => new Claim(h.Key, recipe.Share(h.Key, h.Count()), h.Count(), h.Key.Hash(recipe.Seed)))]);
        return strata.SelectMany((h, i) => h.OrderBy(entry => entry.Key).Take((int)places[i]));
    }

    static readonly ImmutableSortedDictionary<string, double> Given =
        new Dictionary<string, double> { ["s1"] = 3, ["s2"] = 0.5, ["null"] = 1 }.ToImmutableSortedDictionary();

    public static readonly Gen<StratifySpec?> Stratify = Gen.Int[0, 4].Select(choice => choice switch
    {
        0 => null,
        1 => new StratifySpec { By = "domain" },
        2 => new() { By = "domain", Allocation = "proportional" },
        3 => new() { By = "domain", Allocation = "sqrt" },
        _ => new() { By = "domain", Shares = Given },
    });
}
