using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using ParquetSharp;
using ParquetSharp.Arrow;

namespace NaturalThoughts.Data.Intake;

/// <summary>
/// Reads Parquet a few rows at a time and gives each as a JSON object, so that one mapping serves all formats. Row numbers are places in
/// the file from 1.
/// </summary>
static class ParquetRows
{
    const int BatchRows = 128;

    static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static async IAsyncEnumerable<RawRow> Read(
        string path, IReadOnlySet<string> roots, int maxRowBytes, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var reader = TryOpen(path, out var refused);
        if (reader is null)
        {
            yield return refused;
            yield break;
        }

        var columns = ColumnsOf(reader, roots);
        var first = 1L;
        for (var group = 0; group < reader.NumRowGroups; group++)
        {
            using var rowGroup = reader.ParquetReader.RowGroup(group);
            var end = first + rowGroup.MetaData.NumRows;
            await foreach (var row in ReadGroup(reader, group, columns, first, end, maxRowBytes, cancellation)) yield return row;
            first = end;
        }
    }

    static async IAsyncEnumerable<RawRow> ReadGroup(
        FileReader reader, int group, int[]? columns, long first, long end, int maxRowBytes,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, Writing);
        var number = first;
        using var batches = TryRead(reader, group, columns);
        while (number < end)
        {
            using var batch = await TryNext(batches, cancellation);
            if (batch is null)
            {
                yield return RawRow.Bad(number, "corrupt-file", $"Rows {number} to {end - 1} cannot be decoded; they were skipped.");
                yield break;
            }

            var arrow = new ArrowJson(json);
            for (var index = 0; index < batch.Length; index++, number++)
            {
                bytes.ResetWrittenCount();
                json.Reset();
                arrow.WriteRow(batch, index);
                json.Flush();
                yield return arrow.Fault is { } fault ? new(number, null, fault)
                    : bytes.WrittenCount > maxRowBytes ? JsonRow.TooLong(number, maxRowBytes)
                    : new(number, JsonDocument.Parse(bytes.WrittenMemory, new JsonDocumentOptions { MaxDepth = 256 }), null);
            }
        }
    }

    static FileReader? TryOpen(string path, out RawRow refused)
    {
        try
        {
            refused = default;
            using var properties = ArrowReaderProperties.GetDefault();
            properties.BatchSize = BatchRows;
            properties.PreBuffer = false;
            properties.UseThreads = false;
            return new(path, arrowProperties: properties);
        }
        catch (ParquetException fault)
        {
            refused = HasFooter(path)
                ? RawRow.Bad(1, "corrupt-file", $"The file cannot be read as Parquet: {ErrorText.Plain(fault.Message)}")
                : RawRow.Bad(1, "truncated-file", "The file has no Parquet footer: it was cut, or is no Parquet file.");
            return null;
        }
    }

    static bool HasFooter(string path)
    {
        using var file = File.OpenRead(path);
        if (file.Length < 12) return false;
        Span<byte> magic = stackalloc byte[4];
        file.Position = file.Length - 4;
        file.ReadExactly(magic);
        return magic.SequenceEqual("PAR1"u8);
    }

    static int[]? ColumnsOf(FileReader reader, IReadOnlySet<string> roots)
    {
        var wanted = new List<int>();
        foreach (var field in reader.SchemaManifest.SchemaFields.Where(field => roots.Contains(field.Field.Name))) AddLeaves(field, wanted);
        // Without any known column each row is refused; then the message shall name what there is.
        return wanted.Count == 0 ? null : [.. wanted];
    }

    static void AddLeaves(SchemaField field, List<int> into)
    {
        if (field.ColumnIndex >= 0) into.Add(field.ColumnIndex);
        foreach (var child in field.Children) AddLeaves(child, into);
    }

    static IArrowArrayStream? TryRead(FileReader reader, int group, int[]? columns)
    {
        try
        {
            return reader.GetRecordBatchReader([group], columns);
        }
        catch (ParquetException)
        {
            return null;
        }
    }

    static async ValueTask<RecordBatch?> TryNext(IArrowArrayStream? batches, CancellationToken cancellation)
    {
        try
        {
            // Arrow's stream over native code throws a bare Exception for whatever the decoder reports.
            return batches is null ? null : await batches.ReadNextRecordBatchAsync(cancellation);
        }
        catch (Exception damaged) when (damaged is ParquetException || damaged.GetType() == typeof(Exception))
        {
            return null;
        }
    }
}
