using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Log.Json;

namespace NaturalThoughts.Data.Log;

/// <summary>A fact with its key and its line, made once however often a commit is tried.</summary>
public sealed class EncodedFact
{
    EncodedFact(Fact fact, ReadOnlyMemory<byte> line)
    {
        Fact = fact;
        Key = fact.Key;
        Line = line;
    }

    /// <summary>The fact exactly as a replay will read it.</summary>
    public Fact Fact { get; }

    /// <summary>Its key.</summary>
    public Digest Key { get; }

    /// <summary>Its line, without the line feed.</summary>
    public ReadOnlyMemory<byte> Line { get; }

    /// <summary>Encodes a fact.</summary>
    public static EncodedFact Of(Fact fact)
    {
        var line = FactJson.Write(fact);
        // Where a lone surrogate may have been replaced, what is in memory must be what the log says.
        return new(line.AsSpan().IndexOf("\uFFFD"u8) < 0 ? fact : FactJson.Read(line), line);
    }
}
