using System.Collections.Immutable;
using NaturalThoughts.Core.Problems;

namespace NaturalThoughts.Data.Log.Verification;

/// <summary>What is wrong with the files of a run; of one file, as much as a person wants to read.</summary>
sealed class FileProblems
{
    const int MostOfAFile = 20;

    readonly List<Problem> _problems = [];
    readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>All of it.</summary>
    public ImmutableArray<Problem> All =>
    [
        .. _problems,
        .. from file in _counts where file.Value > MostOfAFile
           select new Problem($"{file.Value - MostOfAFile} further problems of this file are not listed.", file.Key),
    ];

    /// <summary>Notes a problem.</summary>
    public void Add(Problem problem)
    {
        var count = _counts[problem.Where ?? ""] = _counts.GetValueOrDefault(problem.Where ?? "") + 1;
        if (count <= MostOfAFile) _problems.Add(problem);
    }
}
