using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Core.Expressions;

/// <summary>Collects what is wrong with an expression, each with its line and column.</summary>
sealed class Complaints(string text)
{
    /// <summary>Most that are told: a text with more is not mended by a longer list.</summary>
    const int Most = 100;

    readonly List<Problem> _problems = [];

    internal bool Any => _problems.Count > 0;

    internal IEnumerable<Problem> InOrder => _problems.OrderBy(problem => (problem.Line, problem.Column));

    internal void Add(int at, string what, string? expected = null, string? fix = null)
    {
        if (_problems.Count == Most) return;
        var before = text.AsSpan(0, at);
        _problems.Add(new(what, Line: before.Count('\n') + 1, Column: at - before.LastIndexOf('\n'), Expected: expected, Fix: fix));
    }
}
