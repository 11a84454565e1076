namespace NaturalThoughts.Cli.Tests.Commands;

/// <summary>The command that reads logs to their last byte.</summary>
[Collection(nameof(CommandTests))]
public sealed class VerifyTests(CuratedRun run)
{
    [Fact]
    public async Task Verify_SoundRun_SaysSo()
    {
        (await run.RunAsync("verify", CuratedRun.Name)).Prints("control", "shards/0007", "all logs are sound");
        var json = await run.RunAsync("verify", CuratedRun.Name, "--json");
        Assert.Equal(0, json.ExitCode);
        Assert.True(json.Json.GetProperty("sound").GetBoolean());
        Assert.Equal(9, json.Json.GetProperty("logs").GetArrayLength());
    }

    [Fact]
    public async Task Verify_DamagedCopy_SaysEveryFileAndWhatToDo()
    {
        var root = Path.Combine(Path.GetDirectoryName(run.Root)!, "backup");
        Copy(Path.Combine(run.Root, CuratedRun.Name), Path.Combine(root, CuratedRun.Name));
        var shards = Path.Combine(root, CuratedRun.Name, "shards");
        var segments = Directory.GetFiles(shards, "00000001.jsonl.zst", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        File.WriteAllBytes(segments[0], File.ReadAllBytes(segments[0])[..20]);
        File.WriteAllText(segments[1] + ".orig", "");

        var damaged = await Outcome.OfAsync("verify", CuratedRun.Name, "--root", root);
        Assert.Equal(1, damaged.ExitCode);
        Assert.Contains("2 problems", damaged.Output);
        Assert.Contains("restore it from a backup", damaged.Error);
        Assert.Contains("00000001.jsonl.zst.orig: This file does not belong into the log.", damaged.Error);
        var json = await Outcome.OfAsync("verify", CuratedRun.Name, "--root", root, "--json");
        Assert.Equal(1, json.ExitCode);
        Assert.Equal(segments[0], json.Json.GetProperty("problems")[0].GetProperty("where").GetString());
    }

    [Fact]
    public async Task Verify_NoSuchRun_IsRefused() => (await run.RunAsync("verify", "smal")).Refuses(2, "There is no run `smal`", "small");

    static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
