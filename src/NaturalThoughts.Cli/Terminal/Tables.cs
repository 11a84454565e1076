using NaturalThoughts.Core.Text;
using Spectre.Console;

namespace NaturalThoughts.Cli.Terminal;

/// <summary>The shapes results are drawn in; all fit 80 columns.</summary>
static class Tables
{
    /// <summary>Names with what stands beside them.</summary>
    public static Grid Pairs(IEnumerable<(string Name, string Value)> pairs, bool numbers = false)
    {
        var names = new GridColumn().NoWrap().PadLeft(2).PadRight(3);
        var values = numbers ? new GridColumn().RightAligned().NoWrap() : new GridColumn();
        var grid = new Grid().AddColumn(names).AddColumn(values);
        foreach (var (name, text) in pairs) grid.AddRow(new Text(Display.Line(name, 60)), new Text(text));
        return grid;
    }

    /// <summary>A table whose first columns hold text and whose others hold numbers.</summary>
    /// <param name="texts">How many columns hold text.</param>
    /// <param name="columns">Their headings.</param>
    public static Table Of(int texts, params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns(columns);
        foreach (var column in table.Columns) column.NoWrap();
        foreach (var column in table.Columns.Skip(texts)) column.RightAligned();
        return table;
    }

    /// <summary>Adds a row of foreign texts, each cut to a length.</summary>
    public static void Add(this Table table, int length, params string[] cells) =>
        table.AddRow([.. cells.Select(cell => new Text(Display.Line(cell, length)))]);
}
