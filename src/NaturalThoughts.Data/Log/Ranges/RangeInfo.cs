using System.Collections.Immutable;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NaturalThoughts.Data.Log.Ranges;

/// <summary>What a range's file says about itself, as JSON under the key <see cref="Key"/> of its metadata.</summary>
/// <param name="Format">Version of the format.</param>
/// <param name="First">First segment.</param>
/// <param name="Last">Last segment.</param>
/// <param name="Rows">How many facts.</param>
/// <param name="Groups">Its row groups.</param>
sealed record RangeInfo(int Format, int First, int Last, long Rows, ImmutableArray<RangeGroupInfo> Groups)
{
    /// <summary>The format written and read.</summary>
    public const int Version = 1;

    /// <summary>The key in the file's metadata.</summary>
    public const string Key = "naturalthoughts";

    /// <summary>As it stands in the file.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, RangeInfoContext.Default.RangeInfo);

    /// <summary>Reads what stands in the file.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static RangeInfo Parse(string json) =>
        JsonSerializer.Deserialize(json, RangeInfoContext.Default.RangeInfo) ?? throw new JsonException("An object is expected, not null.");
}

/// <summary>One row group of a range.</summary>
/// <param name="Segment">Segment of its first row.</param>
/// <param name="Row">Row in the segment of its first row.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Lines">XXH3 of positions and lines.</param>
/// <param name="Texts">XXH3 of contents and reasonings.</param>
/// <param name="Commits">XXH3 of commit ids.</param>
/// <param name="Labels">XXH3 of the columns that follow from the lines.</param>
sealed record RangeGroupInfo(int Segment, int Row, int Rows, string Lines, string Texts, string Commits, string Labels)
{
    /// <summary>Where its first row stands in the log.</summary>
    [JsonIgnore]
    public FactPosition Start => new(Segment, Row);

    /// <summary>The checksum of positions and lines.</summary>
    public static string HashLines(ReadOnlySpan<int> segments, ReadOnlySpan<int> rows, TextColumn lines)
    {
        var hash = new XxHash3();
        hash.Append(MemoryMarshal.AsBytes(segments));
        hash.Append(MemoryMarshal.AsBytes(rows));
        return HashOf(hash, lines);
    }

    /// <summary>The checksum of texts, row by row; one that is absent and an empty one differ.</summary>
    public static string HashTexts(params ReadOnlySpan<TextColumn> columns) => HashOf(new XxHash3(), columns);

    static string HashOf(XxHash3 hash, params ReadOnlySpan<TextColumn> columns)
    {
        foreach (var column in columns)
        {
            for (var row = 0; row < column.Rows; row++) hash.Append(column[row] is null ? [0] : [1]);
            hash.Append(MemoryMarshal.AsBytes(column.Ends));
            hash.Append(column.Bytes);
        }

        return hash.GetCurrentHashAsUInt64().ToString("x16", CultureInfo.InvariantCulture);
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RangeInfo))]
sealed partial class RangeInfoContext : JsonSerializerContext;
