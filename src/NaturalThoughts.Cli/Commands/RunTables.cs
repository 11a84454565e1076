using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Cluster.Runs;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary>A run as tables.</summary>
static class RunTables
{
    public static void Draw(IAnsiConsole console, RunStatus status)
    {
        var counts = status.Counts;
        console.MarkupLineInterpolated($"[bold]{status.Run}[/]  {status.Phase.ToString().ToLowerInvariant()}");
        var table = new Table().Border(TableBorder.Simple).HideHeaders().AddColumns("", "");
        table.Columns[1].RightAligned();
        Row("rows in", counts.Rows);
        Row("questions", counts.Unique);
        if (counts.Duplicates > 0) Row("duplicates", counts.Duplicates);
        foreach (var (reason, count) in counts.Unusable) Row($"unusable: {reason}", count);
        foreach (var (who, count) in counts.Responses) Row($"responses: {who}", count);
        foreach (var (reason, count) in counts.Failed) Row($"failed: {reason}", count);
        Row("sealed questions", counts.Sealed);
        Row("traces in the pool", counts.Traces);
        console.Write(table);
        foreach (var endpoint in status.Endpoints) console.WriteLine(Display.Plain(endpoint));
        foreach (var model in status.Unserved) console.MarkupLineInterpolated($"[yellow]nobody serves {model}[/]");
        if (status.Selections.Length > 0) console.Write(Selections(status));
        if (status.Datasets.Length > 0) console.Write(Datasets(status));

        void Row(string name, long count) => table.AddRow(Markup.Escape(Display.Line(name, 60)), Display.Count(count));
    }

    static Table Selections(RunStatus status)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("selection", "taken", "asked", "candidates", "pool", "seed");
        foreach (var column in table.Columns.Skip(1)) column.RightAligned();
        foreach (var selection in status.Selections)
            table.AddRow(
                Markup.Escape(selection.Name), Display.Count(selection.Taken), selection.Size is { } size ? Display.Count(size) : "all",
                Display.Count(selection.Strata.Sum(stratum => stratum.Candidates)), Display.Count(selection.Pool), $"{selection.Seed}");
        return table;
    }

    static Table Datasets(RunStatus status)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("dataset", "of selection", "train", "validation", "system-2", "size", "folder");
        foreach (var column in table.Columns.Skip(2).Take(4)) column.RightAligned();
        foreach (var dataset in status.Datasets)
            table.AddRow(
                Markup.Escape(dataset.Name), Markup.Escape(dataset.Selection), Display.Count(dataset.Train), Display.Count(dataset.Validation),
                Display.Share(dataset.System2, dataset.Train + dataset.Validation), Display.Bytes(dataset.Bytes), Markup.Escape(dataset.Folder));
        return table;
    }
}
