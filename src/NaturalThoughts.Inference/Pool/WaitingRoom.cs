namespace NaturalThoughts.Inference.Pool;

/// <summary>Requests that wait for a place, first come first served for each model; the models take turns.</summary>
/// <remarks>Not thread-safe: the pool's lock guards it.</remarks>
sealed class WaitingRoom
{
    readonly Dictionary<string, LinkedList<Waiter>> _queues = new(StringComparer.Ordinal);
    bool _closed;

    /// <summary>The models waited for.</summary>
    public IEnumerable<string> Models => _queues.Where(queue => queue.Value.Count > 0).Select(queue => queue.Key);

    /// <summary>How many wait for a model.</summary>
    public int Count(string model) => _queues.TryGetValue(model, out var queue) ? queue.Count : 0;

    /// <summary>Waits for a place at an endpoint.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tried">Endpoints to be chosen last.</param>
    /// <param name="cancellation">Leaves the queue.</param>
    /// <param name="gate">The pool's lock; leaving takes it.</param>
    public Task<PooledEndpoint> Enter(string model, IReadOnlySet<PooledEndpoint> tried, CancellationToken cancellation, Lock gate)
    {
        if (_closed) return Task.FromCanceled<PooledEndpoint>(new(canceled: true));
        if (!_queues.TryGetValue(model, out var queue)) _queues[model] = queue = [];
        var waiter = new Waiter(tried);
        var node = queue.AddLast(waiter);
        return cancellation.CanBeCanceled ? LeaveWhenCancelledAsync(node, cancellation, gate) : waiter.Place.Task;
    }

    /// <summary>Sends everybody away, and whoever comes later.</summary>
    public void Close()
    {
        _closed = true;
        foreach (var queue in _queues.Values)
        {
            foreach (var waiter in queue) waiter.Place.SetCanceled();
            queue.Clear();
        }
    }

    /// <summary>Gives places to those who can have one.</summary>
    /// <param name="choose">An endpoint with a free place for (model, tried), or null.</param>
    public void Admit(Func<string, IReadOnlySet<PooledEndpoint>, PooledEndpoint?> choose)
    {
        for (var progress = true; progress;)
        {
            progress = false;
            foreach (var (model, queue) in _queues)
            {
                if (queue.First is not { } first || choose(model, first.Value.Tried) is not { } endpoint) continue;
                queue.RemoveFirst();
                endpoint.Take(model);
                first.Value.Place.SetResult(endpoint);
                progress = true;
            }
        }
    }

    static async Task<PooledEndpoint> LeaveWhenCancelledAsync(LinkedListNode<Waiter> node, CancellationToken cancellation, Lock gate)
    {
        await using var leaving = cancellation.Register(() =>
        {
            lock (gate)
            {
                if (node.List is null) return;
                node.List.Remove(node);
                node.Value.Place.SetCanceled(cancellation);
            }
        });
        return await node.Value.Place.Task;
    }

    sealed class Waiter(IReadOnlySet<PooledEndpoint> tried)
    {
        public IReadOnlySet<PooledEndpoint> Tried { get; } = tried;

        public TaskCompletionSource<PooledEndpoint> Place { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
