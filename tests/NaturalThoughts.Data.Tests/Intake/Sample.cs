using System.Text;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Intake;

namespace NaturalThoughts.Data.Tests.Intake;

/// <summary>A folder of source files, gone after the test.</summary>
sealed class Sample : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("nt-intake-").FullName;

    public string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>All rows of a source in this folder.</summary>
    public Task<List<IntakeRow>> Read(SourceSpec source, int? maxRowBytes = null) => Read(source, Folder, maxRowBytes);

    /// <summary>The rows of one file with this text.</summary>
    public Task<List<IntakeRow>> ReadText(string text, SourceSpec? source = null, string name = "rows.jsonl", int? maxRowBytes = null)
    {
        Write(name, text);
        return Read((source ?? Source()) with { Path = name }, maxRowBytes);
    }

    public static async Task<List<IntakeRow>> Read(SourceSpec source, string baseFolder, int? maxRowBytes = null)
    {
        var files = SourceFiles.Find(source, baseFolder);
        Assert.True(files.Ok, string.Join('\n', files.Problems));
        var reader = maxRowBytes is { } limit ? new SourceReader { MaxRowBytes = limit } : new SourceReader();
        var rows = new List<IntakeRow>();
        foreach (var file in files.Value)
            await foreach (var row in reader.Read(source, 0, file, await SourceFiles.DigestOf(file)))
                rows.Add(row);
        return rows;
    }

    public static SourceSpec Source(string? preset = null) => new() { Path = "rows.jsonl", Name = "sample", Preset = preset };

    public static ResponseMap Teacher(string content) => new() { Role = ModelRole.Teacher, Model = "m", Content = content };

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

static class IntakeRows
{
    public static string Outcome(this IntakeRow row) =>
        $"{row.Intake.Origin.Row}:{row.Intake.Rejected?.Reason ?? row.Intake.Question!.Text}";

    public static IEnumerable<string> Outcomes(this IEnumerable<IntakeRow> rows) => rows.Select(Outcome);

    public static Response Response(this IntakeRow row, int at = 0) => Assert.IsType<ResponseFact>(row.Responses[at]).Response;

    public static AttemptFact Attempt(this IntakeRow row, int at = 0) => Assert.IsType<AttemptFact>(row.Responses[at]);
}
