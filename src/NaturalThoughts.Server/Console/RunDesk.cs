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

    /// <summary>Who sits at it.</summary>
    public async Task<Caller> CallerAsync() => Caller.Of((await session.GetAuthenticationStateAsync()).User)
        ?? throw new InvalidOperationException("The page is shown to nobody who is known.");

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
        var status = StatusCodes.Status500InternalServerError;
        try
        {
            // A key may have been taken back since the page was opened.
            if (caller.Role is not Role.Operator || !keys.Admits(caller))
            {
                status = StatusCodes.Status403Forbidden;
                return new([new Problem($"`{caller.Name}` may look, and change nothing.", Expected: "the role `operator`")]);
            }

            if (departure.Leaving)
            {
                status = StatusCodes.Status503ServiceUnavailable;
                return new([ApiErrors.Leaving]);
            }

            var done = await door.AskAsync(run, departure.Left, change);
            status = done.Ok ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;
            return done;
        }
        catch (ProblemsException refused)
        {
            status = refused.Status;
            return new(refused.Problems);
        }
        catch (Exception error) when (Passing.Is(error) || error is OperationCanceledException)
        {
            status = StatusCodes.Status503ServiceUnavailable;
            return new([ApiErrors.Unknown]);
        }
        finally
        {
            audit.Add(new(time.GetUtcNow(), caller.Name, caller.By, caller.Role, "console", HttpMethods.Post, $"/api/v1/runs/{run}/{what}", status, run));
        }
    }
}
