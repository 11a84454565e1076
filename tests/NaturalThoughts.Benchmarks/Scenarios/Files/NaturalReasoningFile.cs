using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using NaturalThoughts.Benchmarks.Shapes;

namespace NaturalThoughts.Benchmarks.Scenarios.Files;

/// <summary>JSON Lines in the shape of NaturalReasoning: a question, mostly a reference answer, one response of a model. Every
/// sixteenth row asks the question of the row before it.</summary>
static class NaturalReasoningFile
{
    const int RowsOfPiece = 2048;

    static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };
    static readonly Prose Text = new(1);
    static readonly Lengths Reference = new(4, 1, 2000);

    /// <summary>Writes it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="bytes">It ends with the first row behind so many.</param>
    public static void Write(string file, long bytes)
    {
        using var into = File.Create(file);
        var pieces = Enumerable.Range(0, int.MaxValue).AsParallel().AsOrdered()
            .WithMergeOptions(ParallelMergeOptions.NotBuffered).Select(Piece);
        foreach (var piece in pieces)
        {
            foreach (var row in piece)
            {
                into.Write(row.Span);
                if (into.Position >= bytes) return;
            }
        }
    }

    static List<ReadOnlyMemory<byte>> Piece(int number)
    {
        var random = new Random(number);
        var bytes = new ArrayBufferWriter<byte>(4 << 20);
        var (ends, question) = (new List<int>(), Array.Empty<byte>());
        using var json = new Utf8JsonWriter(bytes, Plain);
        for (var row = 0; row < RowsOfPiece; row++)
        {
            if (row % 16 != 15) question = Of(random, Lengths.Question);
            json.WriteStartObject();
            json.WriteString("question"u8, question);
            if (random.Next(5) > 0) json.WriteString("reference_answer"u8, Of(random, Reference));
            else json.WriteNull("reference_answer"u8);
            json.WriteStartArray("responses"u8);
            json.WriteStartObject();
            json.WriteString("response_model"u8, "Llama3.3-70B-Instruct"u8);
            json.WriteString("response"u8, Of(random, Lengths.Plain));
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            bytes.Write("\n"u8);
            ends.Add(bytes.WrittenCount);
        }

        return [.. ends.Select((end, row) => bytes.WrittenMemory[(row == 0 ? 0 : ends[row - 1])..end])];
    }

    static byte[] Of(Random random, Lengths lengths)
    {
        var text = new byte[lengths.Next(random)];
        Text.Fill(random, text);
        return text;
    }
}
