using NaturalThoughts.Core.Facts;
using NaturalThoughts.Data.Log.Json;

namespace NaturalThoughts.Data.Log.Ranges;

/// <summary>A fact as a range keeps it: its line, and beside it what memory does not need: the texts of a response, the vector of an
/// embedding.</summary>
/// <param name="Position">Where it stands in the log.</param>
/// <param name="Commit">Id of the commit that brought it.</param>
/// <param name="Fact">The fact, perhaps without those texts.</param>
/// <param name="Line">Its line; without those texts where they stand beside it.</param>
/// <param name="Content">A response's content, or an embedding's vector as in its line.</param>
/// <param name="Reasoning">A response's reasoning.</param>
readonly record struct RangeRow(
    FactPosition Position,
    Guid Commit,
    Fact Fact,
    ReadOnlyMemory<byte> Line,
    ReadOnlyMemory<byte>? Content,
    ReadOnlyMemory<byte>? Reasoning)
{
    /// <summary>A fact of a segment.</summary>
    /// <param name="position">Where it stands.</param>
    /// <param name="commit">Id of the commit that brought it.</param>
    /// <param name="fact">The fact.</param>
    /// <param name="line">Its line, whole.</param>
    public static RangeRow Of(FactPosition position, Guid commit, Fact fact, ReadOnlyMemory<byte> line)
    {
        if (fact is not (ResponseFact or EmbeddingFact)) return new(position, commit, fact, line, null, null);
        var bare = new LoggedFact(fact, position).WithoutTexts().Fact;
        // A line that another version wrote otherwise than this one would is kept as it is, to the byte.
        var kept = FactJson.Write(fact).AsSpan().SequenceEqual(line.Span) ? FactJson.Write(bare) : line;
        return fact is ResponseFact { Response: var said }
            ? new(position, commit, bare, kept, TextColumn.Utf8(said.Content), TextColumn.Utf8(said.Reasoning))
            : new(position, commit, bare, kept, VectorConverter.TextOf(((EmbeddingFact)fact).Vector), null);
    }
}
