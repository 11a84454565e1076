using NaturalThoughts.Server.Tests.Support;

namespace NaturalThoughts.Server.Tests.Survival;

/// <summary>Kills a silo every few seconds; once stops one for 20 s, and once restarts Redis with nothing in it.</summary>
sealed class Chaos(ClusterTrial trial, int seed)
{
    static readonly TimeSpan Stopped = TimeSpan.FromSeconds(20);

    readonly Random _random = new(seed);
    Task _stop = Task.CompletedTask;
    int _kills;
    int _stops;
    int _wiped;

    /// <summary>Goes on until a look at the run shows what is looked for.</summary>
    public async Task RageUntilAsync(Func<RunSeen, bool> look, TimeSpan patience)
    {
        using var longest = new CancellationTokenSource(patience);
        var next = Later();
        while (await trial.SeeAsync() is not { } seen || !look(seen))
        {
            if (DateTime.UtcNow >= next)
            {
                await StrikeAsync();
                next = Later();
            }

            await Task.Delay(100, longest.Token);
        }

        await _stop;
    }

    /// <summary>Whether every kind of misfortune has struck.</summary>
    public bool HasDoneAll => _kills >= 2 && _stops > 0 && _wiped > 0;

    /// <inheritdoc/>
    public override string ToString() =>
        $"{_kills} kills, {_stops} stops, Redis emptied {_wiped} times, {trial.Silos.Sum(silo => silo.Restarts)} restarts";

    async Task StrikeAsync()
    {
        var going = trial.Silos.Where(silo => !silo.IsStopped).ToList();
        var silo = going[_random.Next(going.Count)];
        if (_kills >= 1 && _stops == 0) _stop = StopAsync(silo);
        else if (_kills >= 2 && _wiped == 0) await WipeAsync();
        else if (silo.TryKill()) _kills++;
    }

    Task WipeAsync()
    {
        _wiped++;
        return trial.Redis.RestartAsync();
    }

    async Task StopAsync(SupervisedSilo silo)
    {
        _stops++;
        silo.Stop();
        await trial.LoseAsync(silo);
        await Task.Delay(Stopped);
        silo.Continue();
    }

    DateTime Later() => DateTime.UtcNow + TimeSpan.FromSeconds(4 + (4 * _random.NextDouble()));
}
