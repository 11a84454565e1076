using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace NaturalThoughts.Server.Tests.Support;

/// <summary>What was asked of a model, and what of that was lost with the silo that asked. A response may be generated once, and once more
/// for each time it was lost before it was committed.</summary>
sealed class AskedLedger
{
    readonly ConcurrentDictionary<Asked, int>[] _asked;
    readonly ConcurrentDictionary<Asked, int> _excused = [];
    readonly Dictionary<Asked, int>[] _settled;

    public AskedLedger(int servers) => (_asked, _settled) =
        ([.. Enumerable.Range(0, servers).Select(_ => new ConcurrentDictionary<Asked, int>())],
        [.. Enumerable.Range(0, servers).Select(_ => new Dictionary<Asked, int>())]);

    /// <summary>How many were in flight at the losses, all together.</summary>
    public int Lost { get; private set; }

    /// <summary>Takes note of a request.</summary>
    public void Take(int server, string model, string question) => _asked[server].AddOrUpdate(new(model, question), 1, (_, times) => times + 1);

    /// <summary>The only silo that asks a server is gone, or stopped: what it asked since the last time and what is not committed was lost
    /// with it.</summary>
    public void Lose(int server, ISet<Asked> committed)
    {
        foreach (var (asked, times) in _asked[server])
        {
            var lost = times - _settled[server].GetValueOrDefault(asked);
            _settled[server][asked] = times;
            if (lost == 0 || committed.Contains(asked)) continue;
            _excused.AddOrUpdate(asked, lost, (_, before) => before + lost);
            Lost += lost;
        }
    }

    /// <summary>How often each response was generated.</summary>
    public ImmutableDictionary<Asked, int> Times => _asked.SelectMany(server => server)
        .GroupBy(asked => asked.Key, asked => asked.Value).ToImmutableDictionary(asked => asked.Key, asked => asked.Sum());

    /// <summary>Responses that were generated more often than there is an excuse for.</summary>
    public ImmutableArray<Asked> Unexcused =>
        [.. Times.Where(asked => asked.Value > 1 + _excused.GetValueOrDefault(asked.Key)).Select(asked => asked.Key)];
}

/// <summary>One response that is wanted.</summary>
readonly record struct Asked(string Model, string Question);
