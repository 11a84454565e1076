using System.Collections.Immutable;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Core.Text;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary>What a study came to.</summary>
/// <param name="Run">The run.</param>
/// <param name="Cells">Every recipe at every size.</param>
/// <param name="Overlaps">What every two recipes share at one size.</param>
sealed record StudyReport(string Run, ImmutableArray<StudyCell> Cells, ImmutableArray<StudyOverlap> Overlaps)
{
    public static void Draw(IAnsiConsole console, StudyReport study)
    {
        var cells = Tables.Of(1, "selection", "taken", "asked", "eligible", "");
        foreach (var cell in study.Cells)
            cells.Add(40, cell.SameAs is null ? cell.Name : $"as {cell.SameAs}", Display.Count(cell.Taken), Display.Count(cell.Asked),
                Display.Count(cell.Eligible), cell.Taken < cell.Asked ? "all there are" : "");
        console.Write(cells);
        if (!study.Overlaps.IsEmpty)
        {
            var overlaps = Tables.Of(2, "recipe", "recipe", "size", "in both", "share");
            foreach (var overlap in study.Overlaps)
                overlaps.Add(30, overlap.Left, overlap.Right, Display.Count(overlap.Size), Display.Count(overlap.Common),
                    Display.Share(overlap.Common, overlap.Smaller));
            console.Write(overlaps);
        }

        foreach (var folder in study.Cells.Select(cell => Path.GetDirectoryName(cell.Folder)).OfType<string>().Distinct())
            console.WriteLine($"  datasets are in {NearPath.Of(folder)}");
    }
}

/// <summary>A recipe at a size.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="Asked">The size.</param>
/// <param name="Taken">Traces taken; fewer where no more were eligible.</param>
/// <param name="Eligible">Traces that could be taken.</param>
/// <param name="Pool">Traces of the pool.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Name">Name of the selection, and of the dataset.</param>
/// <param name="SameAs">Where a smaller size took all already: its selection, and none was made for this one.</param>
/// <param name="Folder">The dataset's folder; null where none was written.</param>
sealed record StudyCell(
    string Recipe, long Asked, long Taken, long Eligible, long Pool, ulong Seed, string Name, string? SameAs, string? Folder);

/// <summary>What two recipes share.</summary>
/// <param name="Size">The size that was asked of both.</param>
/// <param name="Left">One recipe.</param>
/// <param name="Right">The other.</param>
/// <param name="Common">Traces that both took.</param>
/// <param name="Smaller">Traces that the one with fewer took.</param>
sealed record StudyOverlap(long Size, string Left, string Right, long Common, long Smaller);
