using NaturalThoughts.Data.Selections;

namespace NaturalThoughts.Cluster.Selections;

/// <summary>The ids of a selection, ascending: 16 bytes a trace and as many a question.</summary>
/// <param name="traces">Its traces.</param>
/// <param name="questions">Their questions.</param>
sealed class SelectionIds(UInt128[] traces, UInt128[] questions)
{
    /// <summary>Its traces.</summary>
    public UInt128[] Traces => traces;

    /// <summary>Their questions, each once.</summary>
    public UInt128[] Questions => questions;

    /// <summary>The ids of a recorded selection.</summary>
    public static SelectionIds Of(string file)
    {
        var (traces, questions) = (new List<UInt128>(), new List<UInt128>());
        foreach (var (trace, question) in SelectionFile.ReadIds(file))
        {
            traces.Add(trace.Value);
            // Traces of a question stand beside each other.
            if (questions.Count == 0 || questions[^1] != question.Value) questions.Add(question.Value);
        }

        traces.Sort();
        questions.Sort();
        return new([.. traces], [.. questions]);
    }

    /// <summary>How many ids two ascending lists share.</summary>
    public static long Common(UInt128[] left, UInt128[] right)
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
}
