using System.Globalization;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Core.Cleaning;

/// <summary>Names what cleaning does: the spec's section, the benchmarks' contents and the version of the code.</summary>
public static class CleaningRule
{
    /// <summary>To be raised whenever another question could be removed.</summary>
    const string Version = "1";

    /// <summary>The digest of a rule; null where the spec cleans nothing.</summary>
    /// <param name="clean">The spec's section.</param>
    /// <param name="benchmarks">Digest of the benchmarks' files; null without any.</param>
    public static Digest? Of(CleanSpec? clean, Digest? benchmarks) =>
        clean is null ? null : Digest.Of("clean", Version, Text(clean.NearDuplicates), benchmarks?.ToString() ?? "");

    static string Text(NearDuplicateSpec? near) =>
        near is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{near.Threshold:R} {near.Shingle}");
}
