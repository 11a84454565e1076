using NaturalThoughts.Data.Datasets.Parts;

namespace NaturalThoughts.Data.Datasets.Cards;

/// <summary>The licence in a card's header: Hugging Face's id where there is one licence and one id for it, else <c>other</c> with a name.</summary>
/// <param name="Id">Value of <c>license</c>.</param>
/// <param name="Name">Value of <c>license_name</c>, for <c>other</c> only.</param>
readonly record struct LicenseTag(string Id, string? Name)
{
    static readonly HashSet<string> Known = new(
        [
            "apache-2.0", "mit", "afl-3.0", "artistic-2.0", "bsl-1.0", "bsd-2-clause", "bsd-3-clause", "bsd-3-clause-clear", "cc0-1.0", "cc-by-2.0",
            "cc-by-2.5", "cc-by-3.0", "cc-by-4.0", "cc-by-sa-3.0", "cc-by-sa-4.0", "cc-by-nc-2.0", "cc-by-nc-3.0", "cc-by-nc-4.0", "cc-by-nd-4.0",
            "cc-by-nc-nd-3.0", "cc-by-nc-nd-4.0", "cc-by-nc-sa-2.0", "cc-by-nc-sa-3.0", "cc-by-nc-sa-4.0", "cdla-sharing-1.0", "cdla-permissive-1.0",
            "cdla-permissive-2.0", "wtfpl", "ecl-2.0", "epl-1.0", "epl-2.0", "etalab-2.0", "eupl-1.1", "agpl-3.0", "gfdl", "gpl-2.0", "gpl-3.0",
            "lgpl-2.1", "lgpl-3.0", "isc", "mpl-2.0", "odc-by", "odbl", "osl-3.0", "postgresql", "ofl-1.1", "ncsa", "unlicense", "zlib", "pddl",
            "llama2", "llama3", "llama3.1", "llama3.2", "llama3.3", "gemma", "openrail", "unknown",
        ],
        StringComparer.Ordinal);

    /// <summary>The tag over all sources that have rows; a source without a licence counts as <c>unknown</c>.</summary>
    public static LicenseTag Of(IEnumerable<SourceShare> sources)
    {
        var licenses = sources.Select(source => IdOf(source.License)).Distinct().Order(StringComparer.Ordinal).ToList();
        if (licenses is [var only]) return Known.Contains(only) ? new(only, null) : new("other", only);
        return new("other", string.Join("-and-", licenses));
    }

    // Hugging Face's ids are SPDX ids in lower case, less what follows the version.
    static string IdOf(string? spdx)
    {
        if (string.IsNullOrWhiteSpace(spdx)) return "unknown";
        var id = spdx.Trim().ToLowerInvariant().Replace("-only", "", StringComparison.Ordinal).Replace("-or-later", "", StringComparison.Ordinal);
        return id is "odc-by-1.0" or "odbl-1.0" or "pddl-1.0" ? id[..^4] : id;
    }
}
