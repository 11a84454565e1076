using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Mixing;

/// <summary>
/// A draw for an id that is independent of how the selection with the same seed drew: a selection keeps ids by their hash, so using that
/// hash again would skew it.
/// </summary>
readonly struct Lot
{
    readonly ulong _seed;

    internal Lot(string purpose, ulong seed) => _seed = SeededHash.Of(seed, Digest.Of("lot", purpose).Value);

    /// <summary>Whether the id falls into a share of all ids; a larger share holds the smaller ones.</summary>
    internal bool Falls(UInt128 id, double share) => Selection.RowJudge.Uniform(Hash(id)) < share;

    /// <summary>The draw's hash of an id.</summary>
    internal ulong Hash(UInt128 id) => SeededHash.Of(_seed, id);
}
