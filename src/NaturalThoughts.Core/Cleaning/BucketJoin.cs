using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Cleaning;

/// <summary>Compares the questions that have a band's hashes in common, one after the other in id order, by their whole sets of
/// shingles.</summary>
/// <remarks>In a bucket of more than <see cref="Window"/> questions each is compared with that many others before it, so that a pool full
/// of one template takes no square of it; pairs that are passed over meet in other bands. Questions known to hang together are not
/// compared again.</remarks>
/// <param name="threshold">Least Jaccard similarity of near duplicates.</param>
public sealed class BucketJoin(double threshold)
{
    /// <summary>With how many others a question of a large bucket is compared.</summary>
    public const int Window = 64;

    readonly Queue<Member> _window = new();
    readonly Components _joined = new();

    /// <summary>Compares the next question.</summary>
    /// <param name="id">Its id, above the one before.</param>
    /// <param name="label">What stands for its component so far.</param>
    /// <param name="shingles">Its shingles, ascending.</param>
    /// <param name="found">Gets the pairs that join components.</param>
    public void Add(QuestionId id, QuestionId label, ReadOnlyMemory<ulong> shingles, ICollection<NearPair> found)
    {
        foreach (var other in _window)
        {
            if (_joined.Of(label) == _joined.Of(other.Label)) continue;
            if (Shingles.Jaccard(shingles.Span, other.Shingles.Span) < threshold) continue;
            _joined.Join(label, other.Label);
            found.Add(new(other.Id, id));
        }

        if (_window.Count == Window) _window.Dequeue();
        _window.Enqueue(new(id, label, shingles));
    }

    readonly record struct Member(QuestionId Id, QuestionId Label, ReadOnlyMemory<ulong> Shingles);
}
