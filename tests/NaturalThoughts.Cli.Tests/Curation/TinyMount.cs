using System.Diagnostics;

namespace NaturalThoughts.Cli.Tests.Curation;

/// <summary>A small file system in memory; only a user who may mount can have one.</summary>
sealed class TinyMount : IDisposable
{
    readonly string _path;

    TinyMount(string path) => _path = path;

    /// <summary>Mounts one, or skips the test.</summary>
    /// <param name="path">An empty folder.</param>
    /// <param name="kilobytes">Its size.</param>
    public static TinyMount Mount(string path, int kilobytes)
    {
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsLinux() || Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", path) != 0)
            Assert.Skip("This user may not mount a file system.");
        return new(path);
    }

    /// <summary>Makes it read-only.</summary>
    public void MakeReadOnly() => Assert.Equal(0, Run("mount", "-o", "remount,ro", _path));

    /// <summary>Makes it larger.</summary>
    public void Grow(int kilobytes) => Assert.Equal(0, Run("mount", "-o", $"remount,size={kilobytes}k", _path));

    public void Dispose() => Run("umount", "--lazy", _path);

    static int Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        try
        {
            using var process = Process.Start(start)!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1; // there is no such program here
        }
    }
}
