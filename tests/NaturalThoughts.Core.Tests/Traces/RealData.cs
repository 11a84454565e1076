using System.Text.Json;

namespace NaturalThoughts.Core.Tests.Traces;

/// <summary>The public files beside the checkout; a test that needs one skips where they are not.</summary>
static class RealData
{
    public static string Path(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(System.IO.Path.Combine(folder.FullName, "NaturalThoughts.sln"))) continue;
            foreach (var up in (string[])["../shared/data", "../../shared/data"])
            {
                var found = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder.FullName, up, file));
                if (File.Exists(found)) return found;
            }
        }

        Assert.Skip($"shared/data/{file} is not beside this checkout");
        return "";
    }

    public static List<JsonElement> Lines(string file) =>
        [.. File.ReadLines(Path(file)).Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement)];

    public static List<JsonElement> Array(string file) =>
        [.. JsonDocument.Parse(File.ReadAllText(Path(file))).RootElement.EnumerateArray()];

    public static string? Text(this JsonElement row, string path)
    {
        foreach (var part in path.Split('.'))
            if (row.ValueKind is not JsonValueKind.Object || !row.TryGetProperty(part, out row)) return null;
        return row.ValueKind is JsonValueKind.String ? row.GetString() : null;
    }

    public static List<string> Strings(this JsonElement row, string name) =>
        [.. row.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];
}
