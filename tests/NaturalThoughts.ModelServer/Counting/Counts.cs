using System.Collections.Concurrent;
using System.Collections.Immutable;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.ModelServers.Faults;

namespace NaturalThoughts.ModelServers.Counting;

/// <summary>Counts every request by the digest of its content. Safe for concurrent use.</summary>
sealed class Counts(TimeProvider time)
{
    readonly Occupation _occupation = new(time);
    Ledger _ledger = new();

    /// <summary>Counts answers that an earlier process sent whole, as tries too.</summary>
    public void Recall(UInt128 digest)
    {
        var tally = _ledger.Of(digest);
        tally.Try();
        tally.Complete();
    }

    /// <summary>Begins a try, unless as many requests as there are slots are running.</summary>
    /// <returns>The try; null when it was turned away.</returns>
    public Try? Begin(UInt128 digest, int slots)
    {
        var ledger = Volatile.Read(ref _ledger);
        var tally = ledger.Of(digest);
        if (_occupation.TryEnter(slots)) return new(this, ledger, tally);
        tally.Refuse();
        return null;
    }

    /// <summary>All counts at this moment.</summary>
    public CountsSnapshot Snapshot()
    {
        var ledger = Volatile.Read(ref _ledger);
        var each = ledger.Tallies.ToImmutableSortedDictionary(
            one => new Digest(one.Key).ToString(),
            one => new RequestCounts(one.Value.Tries, one.Value.Completed, one.Value.Broken, one.Value.Refused),
            StringComparer.Ordinal);
        var faults = FaultShares.Names.ToImmutableSortedDictionary(
            one => one.Name, one => Volatile.Read(ref ledger.Faults[(int)one.Fault]), StringComparer.Ordinal);
        var (running, highest, busy) = _occupation.Now;
        return new(each, faults, running, highest, busy);
    }

    /// <summary>Starts over; what is running now is counted no more.</summary>
    public void Reset()
    {
        Volatile.Write(ref _ledger, new());
        _occupation.Reset();
    }

    /// <summary>One request that was taken on, until it ends in one way or the other.</summary>
    internal sealed class Try(Counts counts, Ledger ledger, Tally tally)
    {
        int _ended;

        /// <summary>Which try of its content this is, from 1.</summary>
        public int Number { get; } = tally.Try();

        /// <summary>Counts what goes wrong.</summary>
        public void Fails(Fault fault)
        {
            if (fault is not Fault.None) Interlocked.Increment(ref ledger.Faults[(int)fault]);
        }

        /// <summary>It is answered whole.</summary>
        /// <returns>Whether it had not ended before.</returns>
        public bool Complete() => End(tally.Complete);

        /// <summary>It broke off, unless it had ended before.</summary>
        public void Break() => End(tally.Break);

        // Counted before it is free: who sees no request running sees all of them counted.
        bool End(Func<int> count)
        {
            if (Interlocked.Exchange(ref _ended, 1) != 0) return false;
            count();
            counts._occupation.Leave();
            return true;
        }
    }

    internal sealed class Ledger
    {
        public ConcurrentDictionary<UInt128, Tally> Tallies { get; } = [];

        public int[] Faults { get; } = new int[FaultShares.Names.Length + 1];

        public Tally Of(UInt128 digest) => Tallies.GetOrAdd(digest, static _ => new());
    }
}
