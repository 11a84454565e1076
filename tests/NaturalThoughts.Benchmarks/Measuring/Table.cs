using System.Text;

namespace NaturalThoughts.Benchmarks.Measuring;

/// <summary>Rows as Markdown.</summary>
static class Table
{
    /// <summary>The table, with what it was measured on above it.</summary>
    public static string Of(IEnumerable<Row> rows, Effort effort)
    {
        var text = new StringBuilder()
            .Append(Machine.Describe()).Append('\n')
            .Append(FormattableString.Invariant($"Medians of {effort.Pairs} pairs taken in turn"))
            .Append(effort.Scale == 1 ? "" : FormattableString.Invariant($", sizes times {effort.Scale}"))
            .Append("; a ratio says how many times as fast, or as cheap, NaturalThoughts is (least to most).\n\n")
            .Append("| path | against | NaturalThoughts | the other | ratio | bar | met |\n")
            .Append("| --- | --- | ---: | ---: | ---: | ---: | --- |\n");
        foreach (var row in rows)
            text.Append(
                $"| {row.Path} | {row.Against} | {row.Ours} | {row.Theirs} | {row.Ratio} | {row.Bar} | {(effort.Scale == 1 ? Met(row) : "")} |\n");
        return text.ToString();
    }

    static string Met(Row row) => row.Met switch { true => "yes", false => "**no**", null => "" };
}
