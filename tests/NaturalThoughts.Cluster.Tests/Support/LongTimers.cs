using Microsoft.Extensions.Time.Testing;

namespace NaturalThoughts.Cluster.Tests.Support;

/// <summary>A clock whose long timers a test rings. Short ones, by which a silo lives, go by themselves.</summary>
sealed class LongTimers : TimeProvider
{
    static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    readonly FakeTimeProvider _rung = new(DateTimeOffset.UtcNow);

    /// <summary>Has time go on.</summary>
    public void Advance(TimeSpan by) => _rung.Advance(by);

    public override DateTimeOffset GetUtcNow() => _rung.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new EitherTimer(
            base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan),
            _rung.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        timer.Change(dueTime, period);
        return timer;
    }

    // Orleans makes timers first and says later when they are due.
    sealed class EitherTimer(ITimer going, ITimer rung) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var (used, other) = dueTime >= Long ? (rung, going) : (going, rung);
            return other.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) & used.Change(dueTime, period);
        }

        public void Dispose()
        {
            going.Dispose();
            rung.Dispose();
        }

        public async ValueTask DisposeAsync()
        {
            await going.DisposeAsync();
            await rung.DisposeAsync();
        }
    }
}
