using System.Collections.Immutable;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Server.Access;
using NaturalThoughts.Server.Api;
using NaturalThoughts.Server.Drain;

namespace NaturalThoughts.Server.Console;

/// <summary>What somebody at the console looks at and changes: the same as over HTTP, by the same rules.</summary>
sealed class RunDesk(
    RunDoor door, AuthenticationStateProvider session, CurrentKeys keys, AuditLog audit, Departure departure, TimeProvider time)
{
    /// <summary>Leads to the runs.</summary>
    public RunDoor Door => door;

    /// <summary>Whether who sits at it may change things: what does is shown to nobody else.</summary>
    public async Task<bool> MayChangeAsync() => (await CallerAsync()).Role is Role.Operator;

    /// <summary>A run as it is now; null where it is not known yet.</summary>
    public async Task<Checked<RunStatus>> StatusAsync(string run, CancellationToken cancellation)
    {
        door.Folder(run);
        return new(await door.Grain(run).Status().WaitAsync(cancellation));
    }

    /// <summary>Changes something, if who sits here may, and writes it down.</summary>
    /// <param name="run">The run.</param>
    /// <param name="what">What the same is called over HTTP, below the run: <c>pause</c>.</param>
    /// <param name="change">Does it.</param>
    public async Task<Checked<T>> ChangeAsync<T>(string run, string what, Func<IRunGrain, Task<Checked<T>>> change) where T : class
    {
        var caller = await CallerAsync();
        var line = new AuditLine(
            time.GetUtcNow(), Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), AuditPhase.Begun, caller.Name, caller.By, caller.Role,
            "console", HttpMethods.Post, $"/api/v1/runs/{run}/{what}", null, run);
        var outcome = Refusal(caller) is { } refusal ? refusal : await TryAsync<T>(run, line, change);
        audit.Add(line.Answered(time.GetUtcNow(), outcome.Status));
        return outcome.Problems.IsEmpty ? new((T)outcome.Value!) : new(outcome.Problems);
    }

    async Task<Caller> CallerAsync() => Caller.Of((await session.GetAuthenticationStateAsync()).User)
        ?? throw new InvalidOperationException("The page is shown to nobody who is known.");

    // A key may have been taken back since the page was opened.
    Outcome? Refusal(Caller caller) =>
        !keys.Admits(caller) ? new(StatusCodes.Status401Unauthorized, [new("You are not logged in any more.", Fix: "Log in again.")])
        : caller.Role is not Role.Operator ? new(StatusCodes.Status403Forbidden,
            [new($"`{caller.Name}` may look, and change nothing.", Expected: "the role `operator`")])
        : departure.Leaving ? new(StatusCodes.Status503ServiceUnavailable, [ApiErrors.Leaving]) : null;

    async Task<Outcome> TryAsync<T>(string run, AuditLine line, Func<IRunGrain, Task<Checked<T>>> change) where T : class
    {
        audit.Add(line);
        try
        {
            var done = await door.AskAsync(run, departure.Left, change);
            return done.Ok ? new(StatusCodes.Status200OK, [], done.Value) : new(StatusCodes.Status422UnprocessableEntity, done.Problems);
        }
        catch (ProblemsException refused)
        {
            return new(refused.Status, refused.Problems);
        }
        catch (Exception error) when (Passing.Is(error) || departure.Leaving)
        {
            return new(StatusCodes.Status503ServiceUnavailable, [ApiErrors.Unknown]);
        }
        catch
        {
            audit.Add(line.Answered(time.GetUtcNow(), StatusCodes.Status500InternalServerError));
            throw;
        }
    }

    sealed record Outcome(int Status, ImmutableArray<Problem> Problems, object? Value = null);
}
