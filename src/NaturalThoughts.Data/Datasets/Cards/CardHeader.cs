using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using NaturalThoughts.Data.Datasets.Parts;
using NaturalThoughts.Data.Datasets.Publishing;
using NaturalThoughts.Data.Datasets.Tables;

namespace NaturalThoughts.Data.Datasets.Cards;

/// <summary>The YAML that Hugging Face reads: configs with their files, true features and sizes, licence and tags.</summary>
static class CardHeader
{
    static readonly (long Below, string Category)[] Sizes =
    [
        (1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"), (10_000_000, "1M<n<10M"),
        (100_000_000, "10M<n<100M"), (1_000_000_000, "100M<n<1B"), (long.MaxValue, "1B<n<10B"),
    ];

    /// <summary>The header between its two lines of dashes.</summary>
    public static string Of(DatasetPlan plan, PartCounts counts, ImmutableArray<DatasetTable> tables, ImmutableArray<PlacedPart> placed)
    {
        var yaml = new StringBuilder("---\n");
        yaml.Append("pretty_name: ").Append(YamlText.Of(plan.Name)).Append('\n');
        AppendLicense(yaml, LicenseTag.Of(counts.Sources));
        yaml.Append("task_categories:\n- text-generation\n");
        yaml.Append("tags:\n");
        foreach (var tag in Tags(plan, counts)) yaml.Append("- ").Append(tag).Append('\n');
        yaml.Append("size_categories:\n- ").Append(Sizes.First(size => counts.Rows < size.Below).Category).Append('\n');
        yaml.Append("configs:\n");
        foreach (var table in tables) AppendConfig(yaml, table, [.. placed.Where(part => part.Part.Config == table.Config)]);
        yaml.Append("dataset_info:\n");
        foreach (var table in tables)
            AppendInfo(yaml, table, [.. placed.Where(part => part.Part.Config == table.Config).Select(part => part.Part)]);
        return yaml.Append("---\n").ToString();
    }

    static IEnumerable<string> Tags(DatasetPlan plan, PartCounts counts)
    {
        yield return "reasoning";
        yield return "distillation";
        yield return plan.Pairs is null ? "sft" : "dpo";
        if (counts.System2 > 0) yield return "chain-of-thought";
        if (counts.System2 > 0 && counts.System2 < counts.Rows) yield return "hybrid-reasoning";
        yield return "naturalthoughts";
    }

    static void AppendLicense(StringBuilder yaml, LicenseTag license)
    {
        yaml.Append("license: ").Append(license.Id).Append('\n');
        if (license.Name is { } name)
            yaml.Append("license_name: ").Append(YamlText.Of(name)).Append("\nlicense_link: \"#licences\"\n");
    }

    static void AppendConfig(StringBuilder yaml, DatasetTable table, ImmutableArray<PlacedPart> parts)
    {
        yaml.Append("- config_name: ").Append(table.Config).Append("\n  data_files:\n");
        foreach (var split in parts.Select(part => part.Part.Split).Distinct().Order())
            yaml.Append($"  - split: {split.Name()}\n    path: {PlacedPart.Folder(table.Config, split)}/{split.Name()}-*\n");
        if (table.Config is "default") yaml.Append("  default: true\n");
    }

    static void AppendInfo(StringBuilder yaml, DatasetTable table, ImmutableArray<PartFile> parts)
    {
        yaml.Append("- config_name: ").Append(table.Config).Append("\n  features:\n");
        foreach (var column in table.Columns) AppendFeature(yaml, column);
        yaml.Append("  splits:\n");
        foreach (var split in parts.GroupBy(part => part.Split).OrderBy(split => split.Key))
        {
            yaml.Append(CultureInfo.InvariantCulture, $"  - name: {split.Key.Name()}\n");
            yaml.Append(
                CultureInfo.InvariantCulture,
                $"    num_bytes: {split.Sum(part => part.ArrowBytes)}\n    num_examples: {split.Sum(part => part.Rows)}\n");
        }

        yaml.Append(
            CultureInfo.InvariantCulture,
            $"  download_size: {parts.Sum(part => part.Bytes)}\n  dataset_size: {parts.Sum(part => part.ArrowBytes)}\n");
    }

    static void AppendFeature(StringBuilder yaml, DatasetColumn column)
    {
        yaml.Append("  - name: ").Append(YamlText.Of(column.Name)).Append('\n');
        if (column.Type is not (ColumnType.Turns or ColumnType.Turn))
        {
            yaml.Append("    dtype: ").Append(TypeName(column.Type)).Append('\n');
            return;
        }

        yaml.Append(column.Type is ColumnType.Turn ? "    struct:\n" : "    list:\n");
        foreach (var field in new[] { column.SpeakerField, column.TextField })
            yaml.Append("    - name: ").Append(field).Append("\n      dtype: string\n");
    }

    /// <summary>A type as Hugging Face's <c>datasets</c> names it.</summary>
    public static string TypeName(ColumnType type) => type switch
    {
        ColumnType.Text => "string",
        ColumnType.Integer => "int64",
        ColumnType.Real => "float64",
        ColumnType.Flag => "bool",
        ColumnType.Turn => "message",
        _ => "list of messages",
    };
}
