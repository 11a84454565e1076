using System.Collections.Immutable;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Core.Curation.Judgements;

/// <summary>What models judge in a run.</summary>
public sealed class RubricSet
{
    RubricSet(ImmutableArray<BoundRubric> all, ImmutableSortedDictionary<string, string> fillers) => (All, Fillers) = (all, fillers);

    /// <summary>Nothing is judged by a model.</summary>
    public static RubricSet None { get; } = new([], ImmutableSortedDictionary<string, string>.Empty);

    /// <summary>The rubrics with their models, in the spec's order.</summary>
    public ImmutableArray<BoundRubric> All { get; }

    /// <summary>The columns that they fill.</summary>
    public IEnumerable<string> Columns => All.SelectMany(bound => bound.Rubric.Columns);

    /// <summary>Who fills these columns, as <see cref="ColumnFillers"/> says it.</summary>
    public ImmutableSortedDictionary<string, string> Fillers { get; }

    /// <summary>What the facts about a question follow from: whom is asked what, and how replies are read.</summary>
    public IEnumerable<string> Identity => All.Select(bound => $"{bound.Role} {bound.Asking} {bound.Rubric.ReaderVersion}");

    /// <summary>The version of each that fills columns, by what <see cref="Fillers"/> says.</summary>
    public IEnumerable<KeyValuePair<string, string>> Versions =>
        (from bound in All
         from column in bound.Rubric.Columns
         select KeyValuePair.Create(Fillers[column], $"{bound.Rubric.Version} {bound.Rubric.ReaderVersion}")).Distinct();

    /// <summary>The rubrics of a spec, or every problem of their templates and lists.</summary>
    public static Checked<RubricSet> Of(RunSpec spec)
    {
        var built = spec.Rubrics.Select(rubric => (Spec: rubric, Rubric: rubric.Build())).ToList();
        return built.SelectMany(item => item.Rubric.Problems).ToList() is { Count: > 0 } problems
            ? new(problems)
            : new(new RubricSet(
                [.. built.Select(item => new BoundRubric(item.Rubric.Value!, spec.ModelOf(item.Spec), item.Spec.By))],
                ColumnFillers.Of(spec)));
    }

    /// <summary>The rubric of a name; null where no model fills it.</summary>
    public BoundRubric? Find(string name) => All.FirstOrDefault(bound => bound.Rubric.Name == name);
}
