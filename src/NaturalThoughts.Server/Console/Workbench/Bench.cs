using System.Collections.Immutable;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Server.Api;

namespace NaturalThoughts.Server.Console.Workbench;

/// <summary>Reads a recipe while it is written and shows what it would select: of several texts only the last one counts. Not safe for
/// concurrent use.</summary>
/// <param name="spec">The run's spec.</param>
/// <param name="preview">Says what a selection would come to.</param>
/// <param name="changed">Is told after each change of what is shown.</param>
/// <param name="time">The clock.</param>
sealed class Bench(
    RunSpec spec, Func<SelectionSpec, CancellationToken, Task<Checked<SelectionPreview>>> preview, Action changed, TimeProvider time)
    : IDisposable
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    static readonly TimeSpan Silence = TimeSpan.FromSeconds(2);

    CancellationTokenSource _work = new();

    /// <summary>What keeps the recipe from being previewed.</summary>
    public ImmutableArray<Problem> Problems { get; private set; } = [];

    /// <summary>The selection that is asked for; null while the text is wrong or not read yet.</summary>
    public SelectionSpec? Selection { get; private set; }

    /// <summary>What it would come to, or what an earlier text did.</summary>
    public SelectionPreview? Preview { get; private set; }

    /// <summary>Whether <see cref="Preview"/> is that of the text as it is.</summary>
    public bool IsCurrent { get; private set; }

    /// <summary>Whether the text waits to be read.</summary>
    public bool IsReading { get; private set; }

    /// <summary>Whether a preview is being made.</summary>
    public bool IsLooking { get; private set; }

    /// <summary>Whether nobody answered; it is asked again by itself.</summary>
    public bool IsStale { get; private set; }

    /// <summary>Reads a text once nobody has changed it for a moment, and previews it where it is right.</summary>
    public Task WriteAsync(RecipeDraft draft) => BeginAsync(draft, Pause);

    /// <summary>Reads and previews at once.</summary>
    public Task LookAsync(RecipeDraft draft) => BeginAsync(draft, TimeSpan.Zero);

    /// <inheritdoc/>
    public void Dispose() => _work.Cancel();

    async Task BeginAsync(RecipeDraft draft, TimeSpan pause)
    {
        _work.Cancel();
        var token = (_work = new()).Token;
        (Selection, IsCurrent, IsReading, IsLooking, IsStale) = (null, false, true, false, false);
        changed();
        try
        {
            await Task.Delay(pause, time, token);
            await WorkAsync(draft, token);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            // Another text came.
        }
    }

    async Task WorkAsync(RecipeDraft draft, CancellationToken token)
    {
        var read = draft.Read(spec);
        (Selection, Problems, IsReading, IsLooking) = (read.Value, read.Problems, false, read.Ok);
        changed();
        if (!read.Ok) return;
        var seen = await SeenAsync(read.Value, token);
        token.ThrowIfCancellationRequested();
        (Preview, Problems, IsCurrent, IsLooking, IsStale) = (seen.Value ?? Preview, seen.Problems, seen.Ok, false, false);
        changed();
    }

    async Task<Checked<SelectionPreview>> SeenAsync(SelectionSpec selection, CancellationToken token)
    {
        for (; ; )
        {
            try
            {
                return await preview(selection, token);
            }
            catch (ProblemsException refused)
            {
                return new(refused.Problems);
            }
            catch (Exception error) when (Passing.Is(error))
            {
                token.ThrowIfCancellationRequested();
                IsStale = true;
                changed();
            }

            await Task.Delay(Silence, time, token);
        }
    }
}
