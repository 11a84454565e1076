using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Data.Log.Segments;

/// <summary>A piece of the log as it is read: a segment, or a row group of a range.</summary>
abstract class FactBlock
{
    /// <summary>About how many bytes of memory it takes.</summary>
    public abstract long Bytes { get; }

    /// <summary>Reads all facts from a position on.</summary>
    /// <param name="from">A position in it.</param>
    /// <param name="texts">False: responses come without content and reasoning.</param>
    public abstract LoggedFact[] ReadAll(FactPosition from, bool texts);

    /// <summary>Reads one fact, whole; null: there is none at the position.</summary>
    public abstract Fact? Find(FactPosition position);
}
