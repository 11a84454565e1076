using System.Collections.Immutable;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Specs.Yaml;

namespace NaturalThoughts.Core.Specs.Reading;

/// <summary>Reads <c>stratify</c>: a column, or a column and how places are shared out.</summary>
static class StratifyReader
{
    /// <summary>Shares written in decimals need not add up to 1 in binary.</summary>
    const double Rounding = 1e-9;

    /// <summary>The strata; null when absent.</summary>
    public static StratifySpec? Read(MapReader selection, FeatureSchema? columns)
    {
        var value = selection.Take("stratify");
        if (value is YamlScalar)
            return selection.Text("stratify", value, "a column") is { } by
                ? new() { By = Column(selection, "stratify", by, columns) } : null;
        if (value is null) return null;
        if (selection.Map("stratify", value, SpecShape.Stratify, "stratify: {by: domain, allocation: sqrt}") is not { } map) return null;
        map.Require("by", "Add `by: COLUMN`.");
        var column = map.Text("by", map.Take("by"), "a column");
        var stratify = new StratifySpec { By = column is null ? "" : Column(map, "by", column, columns) };
        stratify = map.Take("allocation") switch
        {
            null => stratify,
            YamlMap shares => stratify with { Shares = Shares(map, shares) },
            var name => stratify with { Allocation = Allocation(map, name) },
        };
        map.Finish();
        return stratify;
    }

    static string Column(MapReader map, string key, YamlScalar scalar, FeatureSchema? columns)
    {
        if (columns is not null && columns.Ordinal(scalar.Text) < 0)
            map.Reading.Report(scalar.At, $"`{map.PathOf(key)}` names the unknown column `{MapReader.Cut(scalar.Text)}`.",
                "a column of the recipe language, such as `domain` or `source`",
                map.Reading.DidYouMean(scalar.Text, columns.Columns.Select(column => column.Name)));
        return scalar.Text;
    }

    static string Allocation(MapReader map, YamlNode value)
    {
        var expected = $"{MapReader.OneOf(SpecNames.Allocations)}, or a map {{VALUE: SHARE}}";
        if (map.Text("allocation", value, expected) is not { Text: var name } scalar) return "uniform";
        if (!SpecNames.Allocations.Contains(name))
            map.Reading.Report(scalar.At, $"`{map.PathOf("allocation")}` cannot be `{MapReader.Cut(name)}`.", expected,
                map.Reading.DidYouMean(name, SpecNames.Allocations));
        return name;
    }

    static ImmutableSortedDictionary<string, double> Shares(MapReader map, YamlMap shares)
    {
        var read = ImmutableSortedDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var (value, node) in shares.Entries)
        {
            const string expected = "a share from 0 to 1, or 0% to 100%";
            if (map.Share($"allocation.{value.Text}", node, share => share is >= 0 and <= 1, expected) is { } share)
                read[value.Text] = share;
        }

        if (read.Values.Sum() > 1 + Rounding)
            map.Reading.Report(shares.At, $"The shares of `{map.PathOf("allocation")}` add up to more than 1.", "at most 1 together");
        if (read.Values.All(share => share == 0) && read.Count == shares.Entries.Length)
            map.Reading.Report(shares.At, $"`{map.PathOf("allocation")}` gives every place to nobody.", "at least one share above 0");
        return read.ToImmutable();
    }
}
