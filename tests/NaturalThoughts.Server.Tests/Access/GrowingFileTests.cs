using System.Text;
using NaturalThoughts.Server.Access;

namespace NaturalThoughts.Server.Tests.Access;

public sealed class GrowingFileTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("naturalthoughts-growing-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Add_ManyAtOnce_KeepsEveryLineWhole()
    {
        var file = Path.Combine(_folder.FullName, "lines");
        var lines = Enumerable.Range(0, 400).Select(number => new string((char)('a' + (number % 26)), 100 + number)).ToList();

        await Parallel.ForEachAsync(lines, new ParallelOptions { MaxDegreeOfParallelism = 8 }, (line, _) =>
        {
            GrowingFile.Add(file, Encoding.UTF8.GetBytes(line + "\n"));
            return ValueTask.CompletedTask;
        });

        Assert.Equal(lines.Order(StringComparer.Ordinal), File.ReadAllLines(file).Order(StringComparer.Ordinal));
        if (!OperatingSystem.IsWindows()) Assert.False(File.GetUnixFileMode(file).HasFlag(UnixFileMode.OtherRead));
    }

    [Fact]
    public void Add_NoSuchFolder_SaysSo() =>
        Assert.ThrowsAny<IOException>(() => GrowingFile.Add(Path.Combine(_folder.FullName, "absent", "lines"), [1]));
}
