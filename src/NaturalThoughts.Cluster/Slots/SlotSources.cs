namespace NaturalThoughts.Cluster.Slots;

/// <summary>The silos that have places for a model, by how many are free: what a silo offers less the credits on it that have not arrived
/// there.</summary>
/// <remarks>A thousand silos say thousands of times a second what they have room for, so neither an offer nor a place goes through
/// all of them: they stand in order of their free share. What only time changes is looked at every tenth of a second. Not thread-safe.</remarks>
sealed class SlotSources(TimeProvider time)
{
    /// <summary>A credit not used for so long has been lost with its holder.</summary>
    internal static readonly TimeSpan Lapse = TimeSpan.FromSeconds(15);

    /// <summary>A silo not heard of for so long offers nothing.</summary>
    internal static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    readonly Dictionary<(SiloAddress Silo, string? Run), Source> _sources = [];
    // Those with a free place, the roomiest first: the silos that serve all runs, and by run those that serve it alone.
    readonly SortedSet<Source> _serveAll = new(Source.Roomiest);
    readonly Dictionary<string, SortedSet<Source>> _serveOne = new(StringComparer.Ordinal);
    long _looked = time.GetTimestamp();
    long _numbers;

    /// <summary>Takes note of what a silo can take.</summary>
    public void Note(SlotOffer offer)
    {
        var key = (offer.Silo, offer.Run);
        if (!_sources.TryGetValue(key, out var source) || source.Last.Pool < offer.Pool)
        {
            if (source is not null) Remove(source);
            _sources[key] = source = new(offer, ++_numbers);
        }
        else if (source.Last.Pool > offer.Pool || source.Last.Number > offer.Number)
        {
            return;
        }

        Change(source, () => source.Note(offer, time.GetTimestamp()));
    }

    /// <summary>Gives the place that a run gets next: on the silo with the largest free share.</summary>
    /// <param name="run">The run.</param>
    /// <param name="holder">The silo that will hold the credit.</param>
    /// <returns>Where; null where nothing is free.</returns>
    public Credit? Take(string run, SiloAddress holder)
    {
        var (all, own) = (_serveAll.Min, _serveOne.GetValueOrDefault(run)?.Min);
        var source = all is null || own is not null && Source.Roomiest.Compare(own, all) < 0 ? own : all;
        if (source is null) return null;
        Change(source, () => source.Issue(holder, time.GetTimestamp()));
        return new(source.Last.Silo, source.Last.Run is null);
    }

    /// <summary>Passes over the silos that have been silent for too long, and takes back credits that lapsed.</summary>
    public void Refresh()
    {
        if (time.GetElapsedTime(_looked) < Look) return;
        _looked = time.GetTimestamp();
        foreach (var (key, source) in _sources)
        {
            if (time.GetElapsedTime(source.Heard) > Silence)
            {
                Remove(source);
                _sources.Remove(key);
            }
            else if (source.HasLapsed(time, Lapse))
            {
                Change(source, () => source.TakeBack(time, Lapse));
            }
        }
    }

    /// <summary>Forgets silos that are gone, and the credits that went there.</summary>
    public void Forget(Func<SiloAddress, bool> isGone)
    {
        foreach (var (key, source) in _sources)
        {
            if (isGone(key.Silo))
            {
                Remove(source);
                _sources.Remove(key);
            }
            else
            {
                Change(source, () => source.Forget(isGone));
            }
        }
    }

    // What stands in order must not change where it stands.
    void Change(Source source, Action change)
    {
        Remove(source);
        change();
        if (source.Free <= 0) return;
        if (source.Last.Run is not { } run) _serveAll.Add(source);
        else if (_serveOne.TryGetValue(run, out var others)) others.Add(source);
        else _serveOne[run] = new(Source.Roomiest) { source };
    }

    void Remove(Source source)
    {
        if (source.Last.Run is not { } run) _serveAll.Remove(source);
        else if (_serveOne.TryGetValue(run, out var others) && others.Remove(source) && others.Count == 0) _serveOne.Remove(run);
    }

    sealed class Source(SlotOffer offer, long number)
    {
        // To whom credits were given that have not arrived yet, and when, oldest first.
        Queue<(SiloAddress Holder, long At)> _issued = new();

        public static Comparer<Source> Roomiest { get; } = Comparer<Source>.Create((one, other) =>
            other.Share.CompareTo(one.Share) is var order and not 0 ? order : one.Number.CompareTo(other.Number));

        public SlotOffer Last { get; private set; } = offer;

        public long Heard { get; private set; }

        public int Free => Last.Room - _issued.Count;

        long Number => number;

        double Share => (double)Free / Last.Capacity;

        public void Note(SlotOffer offer, long now)
        {
            for (var arrived = offer.Begun - Last.Begun; arrived > 0 && _issued.TryDequeue(out _);) arrived--;
            (Last, Heard) = (offer, now);
        }

        public void Issue(SiloAddress holder, long now) => _issued.Enqueue((holder, now));

        public void Forget(Func<SiloAddress, bool> isGone) => _issued = new(_issued.Where(credit => !isGone(credit.Holder)));

        public bool HasLapsed(TimeProvider time, TimeSpan lapse) =>
            _issued.TryPeek(out var given) && time.GetElapsedTime(given.At) > lapse;

        public void TakeBack(TimeProvider time, TimeSpan lapse)
        {
            while (HasLapsed(time, lapse)) _issued.Dequeue();
        }
    }
}
