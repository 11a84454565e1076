using System.ComponentModel;
using System.Diagnostics;

namespace NaturalThoughts.Data.Tests.Log;

/// <summary>A small file system of its own for one test; skips the test where this user may not mount.</summary>
sealed class TempMount : IDisposable
{
    readonly TempFolder _folder = new();

    public TempMount(string options)
    {
        if (Mount("mount", "-t", "tmpfs", "-o", options, "tmpfs", Path)) return;
        _folder.Dispose();
        Assert.Skip("This user may not mount a small tmpfs, which the test needs for a full or read-only disk.");
    }

    public string Path => _folder.Path;

    public void MakeReadOnly() => Assert.True(Mount("mount", "-o", "remount,ro", Path));

    public void Dispose()
    {
        Mount("umount", Path);
        _folder.Dispose();
    }

    static bool Mount(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false; // no such command
        }
    }
}
