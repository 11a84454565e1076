using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Text;
using NaturalThoughts.Data.Datasets.Publishing;

namespace NaturalThoughts.Server.Console.Datasets;

/// <summary>What a dataset's manifest and card say of it.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Selection">The selection it was emitted from.</param>
/// <param name="Rows">Counts of its rows, by name: <c>train</c>, <c>system_2</c>.</param>
/// <param name="How">How rows became files; name and value.</param>
/// <param name="Counts">What became of questions and responses; name and count.</param>
/// <param name="Card">Its card as it is written; null where there is none.</param>
public sealed record DatasetFacts(
    EmittedDataset Dataset, string Selection, ImmutableSortedDictionary<string, long> Rows,
    ImmutableArray<(string Name, string Value)> How, ImmutableArray<(string Name, long Count)> Counts, string? Card)
{
    /// <summary>The card's path in every dataset.</summary>
    public const string CardName = "README.md";

    const string Column = "  - name: ";

    static readonly ImmutableArray<(string Name, string Key)> Mixing =
    [
        ("Keep their reasoning", "system_2"), ("Others say", "system_1"), ("System prompt with reasoning", "think"),
        ("System prompt without", "no_think"), ("System prompt of all", "adaptive"), ("Kept apart for validation", "validation"),
        ("Seed of mixing", "seed"),
    ];

    /// <summary>Rows in all.</summary>
    public long All => Rows.GetValueOrDefault("train") + Rows.GetValueOrDefault("validation");

    /// <summary>Rows that carry their reasoning.</summary>
    public long System2 => Rows.GetValueOrDefault("system_2");

    /// <summary>Bytes of all files, the manifest left out.</summary>
    public long Bytes => Dataset.Files.Sum(file => file.Bytes);

    /// <summary>Its licence, as the card's head names it; null where it does not.</summary>
    public string? License => Head("license_name: ") ?? Head("license: ");

    /// <summary>The columns of its training files, in the card's order.</summary>
    public ImmutableArray<string> Columns =>
    [
        .. (Card ?? "").Split('\n').SkipWhile(line => line != "dataset_info:").TakeWhile(line => line != "---").Skip(2)
            .TakeWhile(line => !line.StartsWith("- config_name:", StringComparison.Ordinal) && line != "  splits:")
            .Where(line => line.StartsWith(Column, StringComparison.Ordinal)).Select(line => line[Column.Length..].Trim('"')),
    ];

    /// <summary>What they say.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="card">Its card; null where there is none.</param>
    public static Checked<DatasetFacts> Of(EmittedDataset dataset, string? card)
    {
        try
        {
            using var manifest = JsonDocument.Parse(dataset.Manifest);
            var root = manifest.RootElement;
            var rows = root.GetProperty("rows").EnumerateObject().Where(row => row.Name != "system_2_share")
                .ToImmutableSortedDictionary(row => row.Name, row => row.Value.GetInt64(), StringComparer.Ordinal);
            var selection = root.GetProperty("selection").GetProperty("name").GetString()!;
            return new(new DatasetFacts(dataset, selection, rows, [.. HowOf(root)], [.. CountsOf(root)], card));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new([new Problem(
                $"The manifest of the dataset `{dataset.Name}` cannot be read: {error.Message}", EmittedDataset.ManifestName,
                Fix: "Restore the file, or emit the dataset again.")]);
        }
    }

    static IEnumerable<(string Name, string Value)> HowOf(JsonElement root)
    {
        yield return ("Layout", Text(root.GetProperty("layout"))!);
        yield return ("Format", Text(root.GetProperty("format"))!);
        if (root.GetProperty("pairs") is { ValueKind: JsonValueKind.Object } pairs)
            yield return ("Preference pairs", Text(pairs.GetProperty("kind"))!);
        var mixing = root.GetProperty("mixing");
        foreach (var (name, key) in Mixing)
            if (mixing.TryGetProperty(key, out var value) && Text(value) is { } text && (key, text) != ("validation", "0"))
                yield return (name, text);
    }

    static IEnumerable<(string Name, long Count)> CountsOf(JsonElement root)
    {
        foreach (var count in root.GetProperty("counts").EnumerateObject())
            if (count.Value.ValueKind is JsonValueKind.Number) yield return (Words(count.Name), count.Value.GetInt64());
            else
                foreach (var reason in count.Value.EnumerateObject())
                    yield return ($"{Words(count.Name)}: {Display.Line(reason.Name, 80)}", reason.Value.GetInt64());
    }

    static string Words(string key) => char.ToUpper(key[0], CultureInfo.InvariantCulture) + key[1..].Replace('_', ' ');

    static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        _ => value.GetRawText(),
    };

    string? Head(string key) => (Card ?? "").Split('\n').Skip(1).TakeWhile(line => line != "---")
        .FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?[key.Length..].Trim('"');
}
