using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Selections;

namespace NaturalThoughts.Cluster.Selections;

/// <summary>The first 64 bits of a selection's ids, ascending. Ids are digests: that any two of 10^7 begin alike, and a count is wrong by
/// one, has a probability below 10^-5.</summary>
/// <param name="traces">Its traces.</param>
/// <param name="questions">Their questions.</param>
sealed class SelectionIds(ulong[] traces, ulong[] questions)
{
    /// <summary>Its traces.</summary>
    public ulong[] Traces => traces;

    /// <summary>Their questions, each once.</summary>
    public ulong[] Questions => questions;

    /// <summary>How many ids these are.</summary>
    public long Count => (long)traces.Length + questions.Length;

    /// <summary>The ids of a recorded selection.</summary>
    public static SelectionIds Of(string file)
    {
        var (traces, questions) = (new List<ulong>(), new List<ulong>());
        foreach (var (trace, question) in SelectionFile.ReadIds(file))
        {
            traces.Add(StartOf(trace));
            // Traces of a question stand beside each other.
            if (StartOf(question.Value) is var start && (questions.Count == 0 || questions[^1] != start)) questions.Add(start);
        }

        traces.Sort();
        questions.Sort();
        return new([.. traces], [.. questions]);
    }

    /// <summary>What stands for a trace among <see cref="Traces"/>.</summary>
    public static ulong StartOf(TraceId trace) => StartOf(trace.Value);

    /// <summary>How many ids two ascending lists share.</summary>
    public static long Common(ulong[] left, ulong[] right)
    {
        var common = 0L;
        for (int mine = 0, theirs = 0; mine < left.Length && theirs < right.Length;)
        {
            var order = left[mine].CompareTo(right[theirs]);
            if (order == 0) common++;
            if (order <= 0) mine++;
            if (order >= 0) theirs++;
        }

        return common;
    }

    static ulong StartOf(UInt128 id) => (ulong)(id >> 64);
}
