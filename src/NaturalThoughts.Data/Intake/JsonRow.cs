using System.Text.Json;
using System.Text.Unicode;

namespace NaturalThoughts.Data.Intake;

/// <summary>Reads the bytes of one row as a JSON object.</summary>
static class JsonRow
{
    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 256 };
    static readonly JsonDocumentOptions LastWins = new() { MaxDepth = 256 };

    /// <summary>The row, or why it is none.</summary>
    /// <param name="number">1-based row.</param>
    /// <param name="bytes">Its bytes, which the document refers to.</param>
    /// <param name="atEnd">Whether the file ends with these bytes, so that an unfinished object means a cut file.</param>
    public static RawRow Parse(long number, ReadOnlyMemory<byte> bytes, bool atEnd = false)
    {
        if (!Utf8.IsValid(bytes.Span)) return RawRow.Bad(number, "invalid-utf8", "The row holds bytes that are not UTF-8.");
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(bytes, Strict);
        }
        catch (JsonException fault)
        {
            return Diagnose(number, bytes, atEnd, fault);
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object) return new(number, document, null);
        var kind = RowText.KindOf(document.RootElement);
        document.Dispose();
        return RawRow.Bad(number, "wrong-type", $"The row is {kind}, not an object.");
    }

    public static RawRow TooLong(long number, int limit) =>
        RawRow.Bad(number, "row-too-long", $"The row is longer than {limit} bytes; it was skipped.");

    static RawRow Diagnose(long number, ReadOnlyMemory<byte> bytes, bool atEnd, JsonException fault)
    {
        if (atEnd && IsUnfinished(bytes.Span)) return RawRow.Bad(number, "truncated-file", "The file ends within this row.");
        try
        {
            JsonDocument.Parse(bytes, LastWins).Dispose();
            return RawRow.Bad(number, "duplicate-key", "An object of the row has the same key twice.");
        }
        catch (JsonException)
        {
            var at = fault.BytePositionInLine is { } position ? $" at byte {position + 1}" : "";
            var line = fault.LineNumber is > 0 ? $" of its line {fault.LineNumber + 1}" : "";
            return RawRow.Bad(number, "not-json", $"The row stops being JSON{at}{line}.");
        }
    }

    /// <summary>Whether the bytes are the beginning of a JSON value and no more.</summary>
    public static bool IsUnfinished(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, default);
        try
        {
            while (reader.Read()) { }
            // The depth counts a bracket only once it has been read past.
            return reader.CurrentDepth > 0
                || reader.TokenType is JsonTokenType.None or JsonTokenType.StartObject or JsonTokenType.StartArray;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
