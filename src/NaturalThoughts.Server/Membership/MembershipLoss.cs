using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Server.Membership;

/// <summary>Whether this silo lost its place in the cluster.</summary>
sealed class MembershipLoss
{
    readonly TaskCompletionSource<Problem> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when it did, with what happened.</summary>
    public Task<Problem> Lost => _lost.Task;

    /// <summary>Whether it did.</summary>
    public bool Happened => _lost.Task.IsCompleted;

    /// <summary>How often in a row the silo's row was not there.</summary>
    public int Missing { get; set; }

    /// <summary>It did.</summary>
    public void Declare(Problem problem) => _lost.TrySetResult(problem);
}
