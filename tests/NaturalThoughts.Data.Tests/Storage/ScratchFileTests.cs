using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Data.Tests.Storage;

public sealed class ScratchFileTests
{
    [Fact]
    public void Read_WhatWasAppended_IsThere()
    {
        using var scratch = new ScratchFile();
        scratch.Append([1, 2, 3]);
        scratch.Append([4, 5]);
        var bytes = new byte[3];
        scratch.Read(2, bytes);

        Assert.Equal([3, 4, 5], bytes);
        Assert.Equal(5, scratch.Length);
        Assert.Throws<EndOfStreamException>(() => scratch.Read(3, bytes));
    }
}
