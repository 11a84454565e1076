namespace NaturalThoughts.Data.Log;

/// <summary>What became of a commit.</summary>
public abstract record CommitResult
{
    CommitResult()
    {
    }

    /// <summary>It is durable.</summary>
    /// <param name="Number">The number it got.</param>
    public sealed record Committed(int Number) : CommitResult;

    /// <summary>Another writer was first: read from there on, then commit what is still missing.</summary>
    /// <param name="FirstUnread">The first number this writer has not read.</param>
    public sealed record Collision(int FirstUnread) : CommitResult;
}
