namespace NaturalThoughts.Cluster.Silos;

/// <summary>
/// Whether this silo may begin responses. One that was stopped for a while may have been declared dead, and one whose row is gone from the
/// membership table has a second cluster beside it: others do its work then and pay for it. So it begins nothing before it has read that it
/// is still a member. A silo that is alone always may.
/// </summary>
public sealed class SiloStanding(TimeProvider time)
{
    /// <summary>Less than it takes to declare a silo dead that does not answer.</summary>
    public static readonly TimeSpan Away = TimeSpan.FromSeconds(3);

    readonly Lock _gate = new();
    DateTimeOffset? _looked;
    bool _isMember = true;

    /// <summary>Whether it may.</summary>
    public bool MayBegin
    {
        get
        {
            lock (_gate) return _isMember && (_looked is null || IsAwake);
        }
    }

    // By the wall clock, which goes on while a process or its machine is stopped.
    bool IsAwake => (time.GetUtcNow() - _looked!.Value).Duration() <= Away;

    /// <summary>Takes note of a look at the membership table; one comes every second.</summary>
    /// <param name="isMember">What it said; null: it could not be read. Then nobody can declare this silo dead either, but somebody may
    /// have before, while it was away.</param>
    public void Note(bool? isMember)
    {
        lock (_gate)
        {
            if (isMember is null && _looked is not null && !IsAwake) return;
            (_looked, _isMember) = (time.GetUtcNow(), isMember ?? _isMember);
        }
    }
}
