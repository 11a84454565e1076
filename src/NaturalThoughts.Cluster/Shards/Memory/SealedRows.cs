namespace NaturalThoughts.Cluster.Shards.Memory;

/// <summary>The rows of the feature table that a seal made; they follow each other.</summary>
/// <param name="First">The first.</param>
/// <param name="Count">How many.</param>
/// <param name="Digest">Sum modulo 2^128 of the digests of their traces, so that a later seal can take it out of the pool's again.</param>
readonly record struct SealedRows(int First, int Count, UInt128 Digest)
{
    /// <summary>The rows.</summary>
    public IEnumerable<int> All => Enumerable.Range(First, Count);
}
