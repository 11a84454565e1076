using System.Collections.Immutable;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Server.Configuration;

namespace NaturalThoughts.Server.Access;

/// <summary>A file of keys: on each line a name, a role and a hash. It holds no secret.</summary>
public static class KeysFile
{
    const string Hash = "sha256:";
    const int MostCharacters = 1 << 20;
    const string Form = "`NAME viewer sha256:…` or `NAME operator sha256:…`, with 64 hex digits";

    /// <summary>The line that lets somebody in who has a key.</summary>
    public static string LineOf(string name, Role role, string key) =>
        $"{name} {role.ToString().ToLowerInvariant()} {Hash}{Convert.ToHexStringLower(ApiKey.HashOf(key))}";

    /// <summary>What is wrong with somebody's name; null when it is good.</summary>
    public static Problem? CheckName(string name) => !SpecNames.IsName(name)
        ? new("This cannot be the name of a key.",
            Expected: "1 to 100 letters, digits, dots, dashes or underscores (ASCII), first a letter or a digit")
        : name == KnownKey.Single
            ? new($"`{name}` is the name of the key in `{ServeKeys.HttpApiKey}`.", Fix: "Choose another name.")
            : null;

    /// <summary>What is wrong with a file that lets nobody in: right once a server runs, a mistake at its start.</summary>
    internal static Problem Empty(string file) =>
        new("The file holds no key.", file, Expected: Form, Fix: "`naturalthoughts key NAME` makes one.");

    /// <summary>The keys in a file, or everything that is wrong with it.</summary>
    internal static Checked<KeyRing> Read(string file)
    {
        try
        {
            return Parse(File.ReadAllText(file), file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new([new(
                $"The file of keys cannot be read: {error.Message}", file, Fix: "Correct the path, or the file's permissions.")]);
        }
    }

    /// <summary>The keys in a file's text, or everything that is wrong with it.</summary>
    internal static Checked<KeyRing> Parse(string text, string file)
    {
        if (text.Length > MostCharacters) return new([new("The file of keys is too long.", file, Expected: "1 MiB at most")]);
        var (keys, problems) = (ImmutableArray.CreateBuilder<KnownKey>(), new List<Problem>());
        var (names, hashes) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        foreach (var (index, line) in text.Split('\n').Index())
        {
            var words = line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0) continue;
            if (Wrong(words, names, hashes) is { } problem) problems.Add(problem with { Where = file, Line = index + 1 });
            else keys.Add(new(words[0], RoleOf(words[1])!.Value, ApiKey.OfHash(words[2][Hash.Length..])!));
        }

        return problems.Count > 0 ? new(problems) : new(new KeyRing(keys.ToImmutable()));
    }

    // What stands in place of a hash may be the key itself, so it is not repeated.
    static Problem? Wrong(string[] words, HashSet<string> names, HashSet<string> hashes)
    {
        if (words.Length != 3) return new("This line is no key.", Expected: Form);
        if (CheckName(words[0]) is { } badName) return badName;
        if (RoleOf(words[1]) is null) return new("This is no role.", Expected: "`viewer` or `operator`");
        if (!words[2].StartsWith(Hash, StringComparison.Ordinal) || ApiKey.OfHash(words[2][Hash.Length..]) is null)
            return new("This is no hash of a key.",
                Expected: "`sha256:` and 64 hex digits", Fix: "`naturalthoughts key NAME` prints the line.");
        if (!names.Add(words[0])) return new($"Two keys are named `{words[0]}`.", Fix: "Give each its own name.");
        return hashes.Add(words[2]) ? null : new($"`{words[0]}` has the key of somebody else.", Fix: "Give each their own key.");
    }

    static Role? RoleOf(string word) => word switch
    {
        "viewer" => Role.Viewer,
        "operator" => Role.Operator,
        _ => null,
    };
}
