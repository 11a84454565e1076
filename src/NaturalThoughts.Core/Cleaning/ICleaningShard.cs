using System.Collections.Immutable;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;

namespace NaturalThoughts.Core.Cleaning;

/// <summary>A shard as the search for near duplicates sees it: all calls see the same questions.</summary>
public interface ICleaningShard
{
    /// <summary>Its questions whose hash of a band falls into a part of all hashes.</summary>
    Task<BandPage> BandAsync(int band, HashPart part);

    /// <summary>The shingles of some of its questions, in the order asked.</summary>
    Task<ShingleSets> ShinglesAsync(ImmutableArray<QuestionId> questions);

    /// <summary>Has it compare, over all shards, the questions that share a band's hash in a part of all hashes (<see cref="BandJoin"/>).
    /// </summary>
    Task<ImmutableArray<NearPair>> JoinAsync(int band, HashPart part);

    /// <summary>Tells it which of its questions hang together with others.</summary>
    Task LabelAsync(ImmutableArray<QuestionLabel> labels);

    /// <summary>The lowest rows of some of its questions, in the order asked.</summary>
    Task<ImmutableArray<SourceRow>> OriginsAsync(ImmutableArray<QuestionId> questions);
}

/// <summary>One of several equal parts of all 64-bit hashes.</summary>
/// <param name="Index">0-based.</param>
/// <param name="Of">How many parts there are.</param>
[GenerateSerializer, Immutable, Alias("nt.HashPart")]
public readonly record struct HashPart([property: Id(0)] int Index, [property: Id(1)] int Of)
{
    /// <summary>Whether a hash is in it.</summary>
    public bool Has(ulong hash) => (int)(((UInt128)hash * (uint)Of) >> 64) == Index;
}

/// <summary>Questions of a shard in one part of a band, in no order.</summary>
/// <param name="Hashes">The band's hash of each.</param>
/// <param name="Questions">Their ids.</param>
/// <param name="Labels">What stands for the component of each so far.</param>
[GenerateSerializer, Immutable, Alias("nt.BandPage")]
public sealed record BandPage(
    [property: Id(0)] ImmutableArray<ulong> Hashes,
    [property: Id(1)] ImmutableArray<QuestionId> Questions,
    [property: Id(2)] ImmutableArray<QuestionId> Labels);

/// <summary>Sets of shingles, one behind the other.</summary>
/// <param name="Lengths">The length of each set.</param>
/// <param name="All">Their shingles, ascending within each.</param>
[GenerateSerializer, Immutable, Alias("nt.ShingleSets")]
public sealed record ShingleSets([property: Id(0)] ImmutableArray<int> Lengths, [property: Id(1)] ImmutableArray<ulong> All);

/// <summary>What stands for a question's component.</summary>
/// <param name="Question">The question.</param>
/// <param name="Label">The lowest id of its component.</param>
[GenerateSerializer, Immutable, Alias("nt.QuestionLabel")]
public readonly record struct QuestionLabel([property: Id(0)] QuestionId Question, [property: Id(1)] QuestionId Label);
