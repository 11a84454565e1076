namespace NaturalThoughts.Core.Selection;

/// <summary>What a recipe makes of a trace before caps and cuts.</summary>
[GenerateSerializer, Alias("nt.Verdict")]
public enum Verdict : byte
{
    /// <summary>It has a key.</summary>
    Candidate,

    /// <summary>See <see cref="Omissions.NotSealed"/>.</summary>
    NotSealed,

    /// <summary>See <see cref="Omissions.Excluded"/>.</summary>
    Excluded,

    /// <summary>See <see cref="Omissions.NotEligible"/>.</summary>
    NotEligible,

    /// <summary>See <see cref="Omissions.Unknown"/>.</summary>
    Unknown,

    /// <summary>See <see cref="Omissions.NullKey"/>.</summary>
    NullKey,

    /// <summary>See <see cref="Omissions.ZeroWeight"/>.</summary>
    ZeroWeight,

    /// <summary>See <see cref="Omissions.NotDrawn"/>.</summary>
    NotDrawn,
}
