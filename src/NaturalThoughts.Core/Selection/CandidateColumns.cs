using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Numerics;
using NaturalThoughts.Core.Recipes;

namespace NaturalThoughts.Core.Selection;

/// <summary>The candidates of one shard while they are being found.</summary>
sealed class CandidateColumns
{
    ulong[] _keys;
    ulong[] _hashes;
    int[] _rows;
    double[] _weights;
    int _count;

    CandidateColumns(int capacity, bool ranked)
    {
        (_keys, _hashes, _rows) = (new ulong[capacity], new ulong[capacity], new int[capacity]);
        // A rank is read back from its key; a weight is not.
        _weights = ranked ? [] : new double[capacity];
    }

    /// <summary>Judges every row, and counts the ones that are no candidates.</summary>
    internal static CandidateColumns Judged(CompiledRecipe recipe, FeatureSnapshot rows, RowJudge judge, out Omissions omitted)
    {
        var found = new CandidateColumns(rows.Count, recipe.Ranked);
        Span<long> verdicts = stackalloc long[Enum.GetValues<Verdict>().Length];
        var chances = 0L;
        for (var start = 0; start < rows.Count; start += FeatureTable.BlockRows)
        {
            var count = Math.Min(FeatureTable.BlockRows, rows.Count - start);
            judge.Judge(start, count);
            for (var i = 0; i < count; i++)
            {
                verdicts[(int)judge.Verdict(i)]++;
                if (recipe is { Sampled: true, Recipe.ByQuestion: false } && judge.Verdict(i) is Verdict.Candidate or Verdict.NotDrawn)
                    chances += ChanceOf(judge.Order(i));
                if (judge.Verdict(i) != Verdict.Candidate) continue;
                (found._keys[found._count], found._hashes[found._count]) = (KeyBits.Sortable(judge.Key(i)), ~judge.Hash(i));
                if (!recipe.Ranked) found._weights[found._count] = judge.Order(i);
                found._rows[found._count++] = start + i;
            }
        }

        omitted = new(
            rows.Count,
            verdicts[(int)Verdict.NotSealed],
            verdicts[(int)Verdict.Excluded],
            verdicts[(int)Verdict.NotEligible],
            verdicts[(int)Verdict.Unknown],
            verdicts[(int)Verdict.NullKey],
            verdicts[(int)Verdict.ZeroWeight],
            OverCap: 0,
            verdicts[(int)Verdict.NotDrawn],
            chances);
        return found;
    }

    /// <summary>Keeps the best of each question and returns how many were dropped.</summary>
    internal int Cap(Recipe recipe, FeatureSnapshot rows)
    {
        var perQuestion = recipe.PerQuestion;
        var questions = new QuestionId[_count];
        for (var i = 0; i < _count; i++) questions[i] = rows.Question(_rows[i]);
        var groups = new QuestionGroups(questions);
        if (groups.Count == _count) return 0;

        var dropped = new bool[_count];
        for (var group = 0; group < groups.Count; group++)
        {
            var members = groups[group];
            if (members.Length <= perQuestion) continue;
            var order = members.ToArray();
            Array.Sort(order, (a, b) => Within(a).CompareTo(Within(b)));
            foreach (var candidate in order.AsSpan(perQuestion)) dropped[candidate] = true;
        }

        return Remove(dropped);

        SelectionKey Within(int candidate) => Key(candidate, rows).Within(recipe);
    }

    /// <summary>Keeps those that chance takes, where it falls on questions, and adds what it decided on to the counts.</summary>
    internal Omissions Draw(CompiledRecipe recipe, Omissions omitted)
    {
        var (dropped, chances) = (new bool[_count], omitted.Chances);
        for (var i = 0; i < _count; i++)
        {
            dropped[i] = !recipe.Takes(KeyBits.Value(_keys[i]));
            chances += ChanceOf(_weights[i]);
        }

        return omitted with { NotDrawn = Remove(dropped), Chances = chances };
    }

    /// <summary>The candidates with their strata, for the search, and their weights; no weights where the recipe ranks.</summary>
    internal (CandidateSet Candidates, double[] Weights) Freeze(CompiledRecipe recipe, FeatureSnapshot rows)
    {
        Array.Resize(ref _keys, _count);
        Array.Resize(ref _hashes, _count);
        Array.Resize(ref _rows, _count);
        Array.Resize(ref _weights, Math.Min(_count, _weights.Length));
        var strata = StratumCodes.Of(rows, recipe.StratumOrdinal);
        return (new(_keys, _hashes, _rows, strata.Read(_rows), strata.Names, rows.Trace), _weights);
    }

    static long ChanceOf(double probability) => (long)Math.Round(probability * Omissions.ChanceUnits);

    SelectionKey Key(int candidate, FeatureSnapshot rows) => new(_keys[candidate], _hashes[candidate], rows.Trace(_rows[candidate]).Value);

    int Remove(bool[] dropped)
    {
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if (dropped[i]) continue;
            (_keys[kept], _hashes[kept], _rows[kept]) = (_keys[i], _hashes[i], _rows[i]);
            if (_weights.Length > 0) _weights[kept] = _weights[i];
            kept++;
        }

        var removed = _count - kept;
        _count = kept;
        return removed;
    }
}
