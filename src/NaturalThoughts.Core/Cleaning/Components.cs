using System.Runtime.InteropServices;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Cleaning;

/// <summary>Which questions hang together, directly or through others. Holds only those that hang together with another one.</summary>
/// <remarks>Union-find (Tarjan, <i>Efficiency of a good but not linear set union algorithm</i>, 1975); 40 to 60 bytes a question.</remarks>
public sealed class Components
{
    readonly Dictionary<QuestionId, int> _numbers = [];
    readonly List<QuestionId> _ids = [];
    readonly List<int> _parents = [];

    /// <summary>The questions, in the order in which they were first named.</summary>
    public IReadOnlyList<QuestionId> Questions => _ids;

    /// <summary>Joins the components of two questions; false where they are one already.</summary>
    public bool Join(QuestionId left, QuestionId right)
    {
        var (l, r) = (Root(Number(left)), Root(Number(right)));
        if (l == r) return false;
        // The lowest id stands for all, whatever the order of joins.
        if (_ids[r].CompareTo(_ids[l]) < 0) (l, r) = (r, l);
        _parents[r] = l;
        return true;
    }

    /// <summary>What stands for a question's component: the lowest id in it, and the question's own where it hangs together with
    /// none.</summary>
    public QuestionId Of(QuestionId question) => _numbers.TryGetValue(question, out var number) ? _ids[Root(number)] : question;

    int Number(QuestionId question)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, question, out var known);
        if (known) return number;
        number = _ids.Count;
        _ids.Add(question);
        _parents.Add(number);
        return number;
    }

    int Root(int number)
    {
        while (_parents[number] != number) number = _parents[number] = _parents[_parents[number]];
        return number;
    }
}
