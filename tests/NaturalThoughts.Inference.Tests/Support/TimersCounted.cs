using Microsoft.Extensions.Time.Testing;

namespace NaturalThoughts.Inference.Tests.Support;

/// <summary>A clock moved by hand that knows how many timers run on it.</summary>
sealed class TimersCounted(DateTimeOffset start) : FakeTimeProvider(start)
{
    int _timers;

    public int Timers => Volatile.Read(ref _timers);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref _timers);
        return new Counted(base.CreateTimer(callback, state, dueTime, period), this);
    }

    sealed class Counted(ITimer timer, TimersCounted time) : ITimer
    {
        int _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0) Interlocked.Decrement(ref time._timers);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
