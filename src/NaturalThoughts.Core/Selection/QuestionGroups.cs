namespace NaturalThoughts.Core.Selection;

/// <summary>Positions grouped by question.</summary>
sealed class QuestionGroups
{
    readonly int[] _starts;
    readonly int[] _members;

    /// <param name="questions">The number of each position's question in the table's index.</param>
    internal QuestionGroups(ReadOnlySpan<int> questions)
    {
        var groups = Group(questions, out var count);
        _starts = new int[count + 1];
        foreach (var group in groups) _starts[group + 1]++;
        for (var group = 0; group < count; group++) _starts[group + 1] += _starts[group];

        _members = new int[questions.Length];
        var next = _starts.AsSpan(0, count).ToArray();
        for (var i = 0; i < groups.Length; i++) _members[next[groups[i]]++] = i;
    }

    /// <summary>How many different questions.</summary>
    internal int Count => _starts.Length - 1;

    /// <summary>The positions of one question, ascending.</summary>
    internal ReadOnlySpan<int> this[int group] => _members.AsSpan(_starts[group].._starts[group + 1]);

    // Numbers are dense, so a list by number finds a question's group without hashing an id.
    static int[] Group(ReadOnlySpan<int> questions, out int count)
    {
        var most = -1;
        foreach (var question in questions) most = Math.Max(most, question);
        var known = new int[most + 1];
        var groups = new int[questions.Length];
        count = 0;
        for (var i = 0; i < questions.Length; i++)
        {
            ref var group = ref known[questions[i]];
            if (group == 0) group = ++count;
            groups[i] = group - 1;
        }

        return groups;
    }
}
