namespace NaturalThoughts.Data.Log;

/// <summary>When facts that wait are committed together: as soon as any bound is reached.</summary>
public sealed record CommitPumpOptions
{
    /// <summary>Most facts in a segment.</summary>
    public int Rows { get; init; } = 1024;

    /// <summary>Most bytes of lines in a segment; a single larger fact gets one of its own.</summary>
    public long Bytes { get; init; } = 8 << 20;

    /// <summary>
    /// Whether the owner is given responses with content and reasoning. Without, they are not read from where they can be left out, and
    /// what the owner makes of a response is the same whether it was just committed or is read from the log.
    /// </summary>
    public bool Texts { get; init; } = true;

    /// <summary>Longest a fact waits for company.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Nothing new for so long means nobody else is about to commit: no use in waiting for the window to end. Zero: never wait.
    /// </summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMilliseconds(5);
}
