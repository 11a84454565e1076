namespace NaturalThoughts.Cluster.Slots;

/// <summary>Who waits for places of a model, and which place each gets: of the runs that wait each has its turn.</summary>
/// <remarks>Not thread-safe: a grain's scheduler guards it. Only how many wait, and how long, may be asked by anybody.</remarks>
sealed class ModelSlots(TimeProvider time)
{
    readonly SlotSources _sources = new(time);
    readonly LinkedList<(string Run, LinkedList<Waiting> Waiting)> _turns = [];
    // All who wait by when they began to: one who asks again stands behind others who began later.
    readonly SortedSet<(long Since, long Number)> _waits = [];
    long _entered;
    volatile int _length;
    long _longest;

    /// <summary>How many wait.</summary>
    public int Length => _length;

    /// <summary>How long the one waits that has waited longest; zero while nobody waits.</summary>
    public TimeSpan Age => _length == 0 ? TimeSpan.Zero : time.GetElapsedTime(Volatile.Read(ref _longest));

    /// <summary>Takes note of what a silo can take.</summary>
    public void Offer(SlotOffer offer)
    {
        _sources.Note(offer);
        HandOut();
    }

    /// <summary>Queues for a place.</summary>
    /// <param name="run">The run that wants it.</param>
    /// <param name="holder">The silo that will hold the credit.</param>
    /// <param name="waited">How long it has been waiting already.</param>
    public Waiting Enter(string run, SiloAddress holder, TimeSpan waited = default)
    {
        var since = time.GetTimestamp() - (long)(waited.TotalSeconds * time.TimestampFrequency);
        var waiting = new Waiting(run, holder, (since, ++_entered));
        var queue = _turns.FirstOrDefault(turn => turn.Run == run).Waiting;
        if (queue is null) _turns.AddLast((run, queue = []));
        waiting.Node = queue.AddLast(waiting);
        _waits.Add(waiting.Wait);
        HandOut();
        return waiting;
    }

    /// <summary>Leaves the queue; says nothing to one that has had its place.</summary>
    public void Leave(Waiting waiting)
    {
        if (waiting.Node?.List is not { } queue) return;
        queue.Remove(waiting.Node);
        _waits.Remove(waiting.Wait);
        Tell();
    }

    /// <summary>Forgets all about silos that are gone: what they offered, who waits there, and the credits that went there. A credit for
    /// somebody who is no more would keep its place empty until it lapses.</summary>
    public void Forget(Func<SiloAddress, bool> isGone)
    {
        foreach (var waiting in _turns.SelectMany(turn => turn.Waiting).Where(waiting => isGone(waiting.Holder)).ToList())
        {
            Leave(waiting);
            waiting.Give(null);
        }

        _sources.Forget(isGone);
        HandOut();
    }

    void HandOut()
    {
        _sources.Refresh();
        for (var passed = 0; passed < _turns.Count;)
        {
            var turn = _turns.First!;
            _turns.RemoveFirst();
            if (turn.Value.Waiting.First is not { } first) continue;
            _turns.AddLast(turn);
            if (_sources.Take(turn.Value.Run, first.Value.Holder) is not { } credit)
            {
                passed++;
                continue;
            }

            passed = 0;
            Leave(first.Value);
            first.Value.Give(credit);
        }

        Tell();
    }

    void Tell()
    {
        if (_waits.Count > 0) Volatile.Write(ref _longest, _waits.Min.Since);
        _length = _waits.Count;
    }

    /// <summary>One who waits.</summary>
    internal sealed class Waiting(string run, SiloAddress holder, (long Since, long Number) wait)
    {
        readonly TaskCompletionSource<Credit?> _place = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>The run it wants a place for.</summary>
        public string Run => run;

        /// <summary>The silo it waits on.</summary>
        public SiloAddress Holder => holder;

        /// <summary>When it began to wait, and its number.</summary>
        public (long Since, long Number) Wait => wait;

        /// <summary>Ends with the place, once there is one; with null when its silo is gone.</summary>
        public Task<Credit?> Task => _place.Task;

        /// <summary>The place; null while there is none.</summary>
        public Credit? Given { get; private set; }

        internal LinkedListNode<Waiting>? Node { get; set; }

        internal void Give(Credit? credit)
        {
            Given = credit;
            _place.SetResult(credit);
        }
    }
}
