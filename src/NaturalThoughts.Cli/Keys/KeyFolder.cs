using System.Text;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Server.Access;
using NaturalThoughts.Server.Configuration;

namespace NaturalThoughts.Cli.Keys;

/// <summary>A folder with the file of keys that servers read (<c>keys</c>) and beside it each key alone (<c>NAME.key</c>).</summary>
/// <remarks>What was broken off anywhere is mended by doing it again. One process at a time.</remarks>
/// <param name="path">The folder.</param>
sealed class KeyFolder(string path)
{
    const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes somebody's key unless it is there, and lets it in with a role.</summary>
    public Checked<KeptKey> Add(string name, Role role)
    {
        var file = Path.Combine(path, $"{name}.key");
        try
        {
            Directory.CreateDirectory(path);
            var made = !File.Exists(file);
            if (made) Write(file, ApiKey.Fresh() + "\n", Owner);
            var key = File.ReadAllText(file).Trim();
            if (key.Length < ApiKey.Shortest) return new([TooShort(file)]);
            // A group never reads an operator's: closed before the role is given, opened after it is taken.
            if (role is Role.Operator) Allow(file, Owner);
            LetIn(name, KeysFile.LineOf(name, role, key));
            // A viewer's is also for a group: that of a program which looks on.
            if (role is Role.Viewer) Allow(file, Owner | UnixFileMode.GroupRead);
            return new(new KeptKey(file, made));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new([new Problem($"The key cannot be kept: {error.Message}", path)]);
        }
    }

    static Problem TooShort(string file) => new("The file holds no key.", file,
        Expected: $"at least {ApiKey.Shortest} characters", Fix: "Delete it: the same command makes another.");

    // Unless it is so already: somebody else's file may be read, but not changed.
    static void Allow(string file, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(file) != mode) File.SetUnixFileMode(file, mode);
    }

    // Hashes only: everybody may read it.
    void LetIn(string name, string line)
    {
        var keys = Path.Combine(path, "keys");
        var lines = File.Exists(keys) ? File.ReadAllLines(keys) : [];
        if (lines.Contains(line)) return;
        var others = lines.Where(other => other.Split(' ', 2)[0] != name);
        var text = string.Concat(others.Append(line).Select(kept => kept + "\n"));
        Write(keys, text, Owner | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }

    static void Write(string file, string text, UnixFileMode mode)
    {
        var aside = $"{file}.new";
        File.Delete(aside);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = mode;
        using (var stream = new FileStream(aside, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(aside, file, overwrite: true);
    }
}

/// <summary>A key in a file.</summary>
/// <param name="File">The file.</param>
/// <param name="Made">Whether it was made now.</param>
sealed record KeptKey(string File, bool Made);
