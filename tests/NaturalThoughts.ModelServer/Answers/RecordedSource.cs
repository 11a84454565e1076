using System.Text.Json;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Inference.Recorded;

namespace NaturalThoughts.ModelServers.Answers;

/// <summary>A file of recorded responses: JSONL, or one JSON array.</summary>
/// <param name="Path">The file.</param>
/// <param name="Map">Where its rows keep what; null: they are rows of a <c>recorded:</c> endpoint.</param>
public sealed record RecordedSource(string Path, RowMap? Map = null)
{
    /// <summary>Its responses.</summary>
    /// <exception cref="InvalidDataException">A row is no JSON or no response; the message says where.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal IEnumerable<RecordedRow> Read()
    {
        if (IsArray()) return Map is { } map ? ReadArray(map) : throw new InvalidDataException(
            new Problem("A JSON array holds no rows of a recorded endpoint.", Path, Expected: "JSONL, or an array with a map").ToString());
        return ReadLines();
    }

    bool IsArray()
    {
        using var reader = new StreamReader(Path);
        int next;
        while ((next = reader.Read()) >= 0 && char.IsWhiteSpace((char)next)) { }
        return next == '[';
    }

    List<RecordedRow> ReadArray(RowMap map)
    {
        try
        {
            using var file = File.OpenRead(Path);
            using var document = JsonDocument.Parse(file);
            return [.. document.RootElement.EnumerateArray().SelectMany(map.Read)];
        }
        catch (JsonException broken)
        {
            throw Broken(broken, (int?)broken.LineNumber + 1);
        }
    }

    IEnumerable<RecordedRow> ReadLines()
    {
        var number = 0;
        foreach (var line in File.ReadLines(Path))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line)) continue;
            foreach (var row in ReadLine(line, number)) yield return row;
        }
    }

    List<RecordedRow> ReadLine(string line, int number)
    {
        try
        {
            if (Map is null) return [RecordedRow.Parse(System.Text.Encoding.UTF8.GetBytes(line))];
            using var document = JsonDocument.Parse(line);
            return [.. Map.Read(document.RootElement)];
        }
        catch (JsonException broken)
        {
            throw Broken(broken, number);
        }
    }

    InvalidDataException Broken(JsonException broken, int? line) =>
        new(new Problem($"Not a recorded response: {broken.Message}", Path, line).ToString(), broken);
}
