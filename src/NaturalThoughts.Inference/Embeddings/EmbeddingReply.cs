using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using NaturalThoughts.Core.Clusters;
using NaturalThoughts.Inference.Endpoints;
using NaturalThoughts.Inference.Generations;

namespace NaturalThoughts.Inference.Embeddings;

/// <summary>Reads the answer of <c>POST /embeddings</c>: <c>{"data":[{"index":0,"embedding":[…]},…]}</c>, each vector as numbers or as
/// Base64 of 32-bit floats.</summary>
static class EmbeddingReply
{
    /// <summary>The vectors, or what is wrong with them.</summary>
    /// <param name="endpoint">Who answered.</param>
    /// <param name="root">The answer.</param>
    /// <param name="inputs">How many inputs there were.</param>
    /// <param name="took">How long it took.</param>
    public static Generation Read(string endpoint, JsonElement root, int inputs, TimeSpan took)
    {
        if (root.ValueKind is not JsonValueKind.Object || !root.TryGetProperty("data", out var data) || data.ValueKind is not JsonValueKind.Array)
            // Some servers answer 200 and say in the body that it went wrong.
            return ServerError.Of(root) is { } error
                ? Refusals.OfEmbedding(Refusals.OfStatus(endpoint, error.Status ?? 500, error))
                : Malformed("has no `data`");
        var vectors = new ImmutableArray<short>[inputs];
        foreach (var (item, place) in data.EnumerateArray().Select((item, place) => (item, place)))
        {
            if (item.ValueKind is not JsonValueKind.Object || IndexOf(item, place) is not { } index || index < 0 || index >= inputs)
                return Malformed("counts its vectors otherwise than the inputs");
            if (Numbers(item) is not { } numbers) return Malformed("has something else than numbers in a vector");
            // No fault of the endpoint's: a model's arithmetic may overflow with one input and not with others.
            if (UnitVector.Of(numbers) is not { } vector)
                return Refusals.Response("no-direction", $"{endpoint} answered a vector of {numbers.Length} numbers that has no direction.");
            vectors[index] = vector;
        }

        if (vectors.Any(vector => vector.IsDefault)) return Malformed($"has no vector for each of {inputs} inputs");
        return vectors.Any(vector => vector.Length != vectors[0].Length)
            ? Malformed("has vectors of different lengths")
            : new Embedded(ImmutableCollectionsMarshal.AsImmutableArray(vectors), took);

        Refused Malformed(string what) => Refusals.Endpoint("malformed-response", $"The answer of {endpoint} {what}.");
    }

    static int? IndexOf(JsonElement item, int place) => !item.TryGetProperty("index", out var index) ? place
        : index.ValueKind is JsonValueKind.Number && index.TryGetInt32(out var number) ? number : null;

    static double[]? Numbers(JsonElement item)
    {
        if (!item.TryGetProperty("embedding", out var embedding)) return null;
        if (embedding.ValueKind is JsonValueKind.String) return OfBase64(embedding);
        if (embedding.ValueKind is not JsonValueKind.Array) return null;
        var numbers = new double[embedding.GetArrayLength()];
        var at = 0;
        foreach (var number in embedding.EnumerateArray())
            if (number.ValueKind is not JsonValueKind.Number || !number.TryGetDouble(out numbers[at++])) return null;
        return numbers;
    }

    static double[]? OfBase64(JsonElement text) => text.TryGetBytesFromBase64(out var bytes) && bytes.Length % sizeof(float) == 0
        ? [.. MemoryMarshal.Cast<byte, float>(bytes).ToArray().Select(number => (double)number)]
        : null;
}
