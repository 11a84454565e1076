using System.Runtime.InteropServices;

namespace NaturalThoughts.Server.Access;

/// <summary>A file that several processes of a machine add to: what each adds stays together, and nothing is overwritten.</summary>
/// <remarks><see cref="FileMode.Append"/> goes to the end when the file is opened only: of two processes one overwrites the other.
/// </remarks>
static partial class GrowingFile
{
    const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    /// <summary>Adds bytes at the end with one write; makes the file where there is none.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static void Add(string path, byte[] bytes)
    {
        Make(path);
        // fopen instead of open: its flags (O_APPEND) have other values on each system.
        var stream = OpenStream(path, "a");
        if (stream == 0) throw Failed(path);
        try
        {
            for (var written = 0; written < bytes.Length;)
            {
                var now = Write(Descriptor(stream), bytes[written..], bytes.Length - written);
                if (now < 0) throw Failed(path);
                written += (int)now;
            }
        }
        finally
        {
            CloseStream(stream);
        }
    }

    static void Make(string path)
    {
        if (File.Exists(path)) return;
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnersOnly;
        using var made = new FileStream(path, options);
    }

    static IOException Failed(string path) =>
        new($"{Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())} : '{path}'");

    [LibraryImport("libc", EntryPoint = "fopen", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenStream(string path, string mode);

    [LibraryImport("libc", EntryPoint = "fileno")]
    private static partial int Descriptor(nint stream);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, byte[] bytes, nint count);

    [LibraryImport("libc", EntryPoint = "fclose")]
    private static partial int CloseStream(nint stream);
}
