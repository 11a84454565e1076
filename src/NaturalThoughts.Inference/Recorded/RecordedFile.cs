using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Requests;

namespace NaturalThoughts.Inference.Recorded;

/// <summary>A JSONL file of stored responses, found by question, model and sample, judgements by rubric and trace besides; only where each
/// row stands is kept in memory.</summary>
/// <remarks>A row: <c>{"question": text or "question_id": id, "model", "sample"?, "rubric"?, "about"?, "about_sample"?, "repair"?,
/// "content"?, "reasoning"?, "finish_reason"?, "usage"?}</c>, or for a model that embeds
/// <c>{"question" or "question_id", "model", "embedding": [numbers]}</c>.
/// Rows that name no sample and agree in all that they are found by are numbered from 0 in the order they stand.</remarks>
public sealed class RecordedFile : IDisposable
{
    /// <summary>Problems after which reading ends.</summary>
    const int MostProblems = 20;

    readonly SafeFileHandle _file;
    readonly Dictionary<(RecordedKey Key, int Sample), (long Offset, int Length)> _rows = [];
    readonly Dictionary<(QuestionId Question, string Model), (long Offset, int Length)> _embeddings = [];

    RecordedFile(SafeFileHandle file, string name) => (_file, Name) = (file, name);

    /// <summary>The file, as the spec names it.</summary>
    public string Name { get; }

    /// <summary>How many responses it holds.</summary>
    public int Count => _rows.Count + _embeddings.Count;

    /// <summary>The models it holds responses of, in ordinal order.</summary>
    public ImmutableArray<string> Models =>
    [
        .. _rows.Keys.Select(row => row.Key.Model).Concat(_embeddings.Keys.Select(key => key.Model)).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>Which responses to questions it holds; judgements aside.</summary>
    public IEnumerable<(QuestionId Question, string Model, int Sample)> Responses =>
        _rows.Keys.Where(row => row.Key.Rubric is null).Select(row => (row.Key.Question, row.Key.Model, row.Sample));

    /// <summary>Reads where the rows stand, and checks each.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What to call it in problems.</param>
    public static Checked<RecordedFile> Open(string path, string name)
    {
        RecordedFile file;
        try
        {
            file = new(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), name);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new([new Problem($"The recorded responses cannot be read: {failure.Message}", name, Expected: "a JSONL file")]);
        }

        var problems = file.Index();
        if (problems.IsEmpty) return new(file);
        file.Dispose();
        return new(problems);
    }

    /// <summary>The stored response to a request, or null when there is none. A judgement's is the row that says most precisely what it is
    /// about.</summary>
    public RecordedRow? Find(ModelRequest request, int sample)
    {
        foreach (var key in RecordedKey.Of(request))
            if (_rows.TryGetValue((key, sample), out var place)) return Read(place);
        return null;
    }

    /// <summary>The stored response to a question, or null when there is none.</summary>
    public RecordedRow? Find(QuestionId question, string model, int sample) =>
        _rows.TryGetValue((new(question, model), sample), out var place) ? Read(place) : null;

    /// <summary>The stored vector of a question, or null when there is none.</summary>
    public ImmutableArray<double>? FindEmbedding(QuestionId question, string model) =>
        _embeddings.TryGetValue((question, model), out var place) ? Read(place).Embedding : null;

    RecordedRow Read((long Offset, int Length) place)
    {
        var rented = ArrayPool<byte>.Shared.Rent(place.Length);
        try
        {
            var bytes = rented.AsSpan(0, place.Length);
            for (var read = 0; read < bytes.Length;)
                read += RandomAccess.Read(_file, bytes[read..], place.Offset + read) is var got and > 0
                    ? got : throw new EndOfStreamException($"{Name} became shorter.");
            return RecordedRow.Parse(bytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    ImmutableArray<Problem> Index()
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var next = new Dictionary<RecordedKey, int>();
        foreach (var (line, offset, bytes) in JsonLines.Read(_file))
        {
            if (problems.Count >= MostProblems) break;
            try
            {
                var row = RecordedRow.Parse(bytes.Span);
                if (row.Embedding is not null && !_embeddings.TryAdd((row.Question, row.Model), (offset, bytes.Length)))
                    problems.Add(new($"The vector of this question and `{row.Model}` stands here a second time.", Name, line,
                        Fix: "Remove one of them."));
                if (!row.HasText) continue;
                var key = RecordedKey.Of(row);
                var sample = row.Sample ?? next.GetValueOrDefault(key);
                next[key] = Math.Max(sample + 1, next.GetValueOrDefault(key));
                if (!_rows.TryAdd((key, sample), (offset, bytes.Length)))
                    problems.Add(new($"Sample {sample} of this question and `{row.Model}` stands here a second time.", Name, line,
                        Fix: "Give each row its own `sample`."));
            }
            catch (JsonException broken)
            {
                var expected = """a row like {"question": "…", "model": "…", "content": "…"}""";
                var column = (int?)broken.BytePositionInLine + 1;
                problems.Add(new($"Not a recorded response: {broken.Message}", Name, line, column, expected));
            }
        }

        return problems.DrainToImmutable();
    }
}
