using System.Diagnostics;
using Microsoft.Extensions.Logging;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Shards.Memory;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Memory;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Cluster.Shards;

/// <summary>Hands a shard's open questions to their grains, a bounded number at a time. Runs on the shard's own scheduler, so it needs no
/// locks.</summary>
/// <param name="questions">The shard's questions.</param>
/// <param name="work">Works on a question for a while; false when it is not done then.</param>
/// <param name="isOpen">Whether a question has work left.</param>
/// <param name="ended">Hears that nothing more is under way for a question.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where defects are noted.</param>
/// <param name="begin">Begins the span that a question's way is in; null: it has none.</param>
sealed partial class ShardDispatch(
    IdIndex questions, Func<QuestionId, Task<bool>> work, Func<QuestionId, bool> isOpen, Action<QuestionId> ended, TimeProvider time,
    ILogger log, Func<Activity?>? begin = null)
{
    // Bounds live activations, and so memory; model servers are kept busy by the pool's own limits.
    const int Window = 64;
    const int Tries = 3;
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    readonly OfferedQuestions _offered = new();
    readonly HashSet<QuestionId> _underWay = [];
    readonly HashSet<QuestionId> _stuck = [];
    readonly HashSet<Task> _running = [];
    CancellationTokenSource? _session;

    /// <summary>Questions that a defect of the program keeps open.</summary>
    public int Stuck => _stuck.Count;

    /// <summary>Questions that wait to be handed out.</summary>
    public int Waiting => _offered.Count;

    /// <summary>Questions handed out that have not ended.</summary>
    public int UnderWay => _underWay.Count;

    /// <summary>Why no question is begun any more: what is asked now could not be kept.</summary>
    public Problem? Refused { get; private set; }

    /// <summary>Whether it was started, and not stopped since.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>Begins, or begins again after <see cref="StopAsync"/>.</summary>
    public void Start(IEnumerable<QuestionId> open)
    {
        IsStarted = true;
        if (_session is null or { IsCancellationRequested: true }) _session = new();
        _stuck.Clear();
        Refused = null;
        foreach (var question in open) Offer(question);
    }

    /// <summary>Takes note that a question may have work to do.</summary>
    public void Offer(QuestionId question)
    {
        if (_session is not { IsCancellationRequested: false } || _underWay.Contains(question)) return;
        if (!_offered.Add(questions.Find(question.Value))) return;
        _stuck.Remove(question);
        Fill();
    }

    /// <summary>Begins nothing new and waits for what is under way, which ends by the run's own stop.</summary>
    public Task StopAsync()
    {
        Stop();
        return Task.WhenAll(_running);
    }

    /// <summary>Begins nothing new; what is under way goes on.</summary>
    public void Stop()
    {
        IsStarted = false;
        Halt();
    }

    void Halt()
    {
        _session?.Cancel();
        _offered.Clear();
        _underWay.Clear();
    }

    void Fill()
    {
        if (_running.Count >= Window) _running.RemoveWhere(task => task.IsCompleted);
        while (_session is { IsCancellationRequested: false } && _running.Count < Window && _offered.TryTake(out var number))
        {
            var question = new QuestionId(questions[number]);
            _underWay.Add(question);
            _running.Add(RunAsync(question, _session.Token));
        }
    }

    async Task RunAsync(QuestionId question, CancellationToken stop)
    {
        await Task.Yield();
        using var span = begin?.Invoke();
        var tries = 0;
        while (isOpen(question) && !stop.IsCancellationRequested && tries < Tries)
            if (await TryAsync(question, tries, stop)) tries++;
        _underWay.Remove(question);
        ended(question);
        if (isOpen(question) && !stop.IsCancellationRequested) _stuck.Add(question);
        _ = RefillAsync();
    }

    // After the task that asks for it has ended, so that its place is free.
    async Task RefillAsync()
    {
        await Task.Yield();
        Fill();
    }

    /// <returns>Whether it counts as a try.</returns>
    async Task<bool> TryAsync(QuestionId question, int tries, CancellationToken stop)
    {
        try
        {
            // After a stop, too: what is under way ends by itself, or by the run's giving it up.
            while (!await work(question)) ;
            return true;
        }
        catch (OperationCanceledException)
        {
            // The run stops; where the word has not come here yet, it is on its way.
            await PauseAsync(Pause, stop);
            return false;
        }
        catch (Exception error) when (Passing.Is(error))
        {
            // The outcome is unknown: what was committed is there, so asking again is safe.
            LogUnknownOutcome(question, error);
            await PauseAsync(Pause, stop);
            return false;
        }
        catch (Exception error) when (Refusal.Of(error, $"{question}") is { } refusal)
        {
            // Where nothing can be committed every further response is paid for in vain.
            Refused ??= refusal;
            Halt();
            return false;
        }
        catch (Exception error)
        {
            LogFailed(error, question, tries + 1);
            await PauseAsync(Pause * tries, stop);
            return true;
        }
    }

    async Task PauseAsync(TimeSpan pause, CancellationToken stop) => await Task.Delay(pause, time, stop)
        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

    [LoggerMessage(LogLevel.Warning, "Question {Question}: outcome unknown, asking again.")]
    partial void LogUnknownOutcome(QuestionId question, Exception error);

    [LoggerMessage(LogLevel.Error, "Question {Question} failed, try {Tried}.")]
    partial void LogFailed(Exception error, QuestionId question, int tried);
}
