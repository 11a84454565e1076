using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Selection;

/// <summary>
/// One value of the column a recipe stratifies by. Traces without a value form a stratum of their own; without strata all traces are in it.
/// </summary>
/// <param name="Value">The value's text; null for traces without one.</param>
[GenerateSerializer, Immutable, Alias("nt.Stratum")]
public readonly record struct Stratum([property: Id(0)] string? Value) : IComparable<Stratum>
{
    /// <summary>Decides between strata whose next places have the same priority.</summary>
    public ulong Hash(ulong seed) => SeededHash.Of(seed, (Value is null ? Digest.Of("stratum") : Digest.Of("stratum", Value)).Value);

    /// <summary>Ordinal order of the values, null first.</summary>
    public int CompareTo(Stratum other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value ?? "null";
}
