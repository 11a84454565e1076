using NaturalThoughts.Data.Datasets.Parts;

namespace NaturalThoughts.Data.Datasets.Cards;

/// <summary>The licence in a card's header.</summary>
/// <remarks>Hugging Face's id where there is one licence and one id for it, else <c>other</c> with a name.</remarks>
/// <param name="Id">Value of <c>license</c>.</param>
/// <param name="Name">Value of <c>license_name</c>, for <c>other</c> only.</param>
readonly record struct LicenseTag(string Id, string? Name)
{
    static readonly HashSet<string> Known = new(
        [
            "afl-3.0", "agpl-3.0", "apache-2.0", "artistic-2.0", "bsd-2-clause", "bsd-3-clause", "bsd-3-clause-clear", "bsl-1.0",
            "cc-by-2.0", "cc-by-2.5", "cc-by-3.0", "cc-by-4.0", "cc-by-nc-2.0", "cc-by-nc-3.0", "cc-by-nc-4.0", "cc-by-nc-nd-3.0",
            "cc-by-nc-nd-4.0", "cc-by-nc-sa-2.0", "cc-by-nc-sa-3.0", "cc-by-nc-sa-4.0", "cc-by-nd-4.0", "cc-by-sa-3.0", "cc-by-sa-4.0",
            "cc0-1.0", "cdla-permissive-1.0", "cdla-permissive-2.0", "cdla-sharing-1.0", "ecl-2.0", "epl-1.0", "epl-2.0", "etalab-2.0",
            "eupl-1.1", "gemma", "gfdl", "gpl-2.0", "gpl-3.0", "isc", "lgpl-2.1", "lgpl-3.0", "llama2", "llama3", "llama3.1", "llama3.2",
            "llama3.3", "mit", "mpl-2.0", "ncsa", "odbl", "odc-by", "ofl-1.1", "openrail", "osl-3.0", "pddl", "postgresql", "unknown",
            "unlicense", "wtfpl", "zlib",
        ],
        StringComparer.Ordinal);

    /// <summary>The tag over all sources that have rows; a source without a licence counts as <c>unknown</c>.</summary>
    public static LicenseTag Of(IEnumerable<SourceShare> sources)
    {
        var licenses = sources.Select(source => IdOf(source.License)).Distinct().Order(StringComparer.Ordinal).ToList();
        if (licenses is [var only]) return Known.Contains(only) ? new(only, null) : new("other", only);
        return new("other", string.Join("-and-", licenses));
    }

    // Hugging Face's ids are SPDX ids in lower case, less what follows the version; a name has no other letters.
    static string IdOf(string? spdx)
    {
        if (string.IsNullOrWhiteSpace(spdx)) return "unknown";
        var id = spdx.Trim().ToLowerInvariant().Replace("-only", "", StringComparison.Ordinal)
            .Replace("-or-later", "", StringComparison.Ordinal);
        if (id is "odc-by-1.0" or "odbl-1.0" or "pddl-1.0") return id[..^4];
        return string.Concat(id.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '+' or '-' ? letter : '-'));
    }
}
