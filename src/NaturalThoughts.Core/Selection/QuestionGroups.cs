using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Selection;

/// <summary>
/// Positions grouped by question. Open addressing over the ids' own bits, which are uniform: a dictionary costs several times as much.
/// </summary>
sealed class QuestionGroups
{
    readonly int[] _starts;
    readonly int[] _members;

    internal QuestionGroups(ReadOnlySpan<QuestionId> questions)
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

    static int[] Group(ReadOnlySpan<QuestionId> questions, out int count)
    {
        var size = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(2 * questions.Length, 2));
        var slots = new int[size];
        var groups = new int[questions.Length];
        count = 0;
        for (var i = 0; i < questions.Length; i++)
        {
            var slot = (int)((ulong)questions[i].Value & (ulong)(size - 1));
            while (slots[slot] != 0 && questions[slots[slot] - 1] != questions[i]) slot = (slot + 1) & (size - 1);
            if (slots[slot] == 0)
            {
                slots[slot] = i + 1;
                groups[i] = count++;
            }
            else
            {
                groups[i] = groups[slots[slot] - 1];
            }
        }

        return groups;
    }
}
