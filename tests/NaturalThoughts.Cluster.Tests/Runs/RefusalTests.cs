using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Cluster.Tests.Runs;

public sealed class RefusalTests
{
    public static TheoryData<Exception, string> Refusals => new()
    {
        {
            StorageException.Of("write a commit", "shards/0000", new PosixError(28)),
            "Cannot write a commit: the disk or the quota is full"
        },
        {
            new InvalidOperationException("ended", StorageException.Of("write", "x", new PosixError(30))),
            "Cannot write: the file system is mounted read-only"
        },
        { new IOException("No space left on device", 28), "Cannot go on: the disk or the quota is full" },
        {
            new InvalidOperationException("IOError: Error writing bytes to file. Detail: [errno 28] No space left on device"),
            "Cannot go on: the disk or the quota is full"
        },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Of_FailureOfTheStorage_SaysWhatStandsInTheWay(Exception error, string what) =>
        Assert.StartsWith(what, Refusal.Of(error, "first")!.What, StringComparison.Ordinal);

    [Fact]
    public void Of_Defect_IsNone() => Assert.Null(Refusal.Of(new InvalidOperationException("The session has no recipe yet."), "first"));
}
