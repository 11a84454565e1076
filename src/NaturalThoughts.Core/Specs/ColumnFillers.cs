using System.Collections.Immutable;
using NaturalThoughts.Core.Annotations;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Rubrics;

namespace NaturalThoughts.Core.Specs;

/// <summary>Which columns models fill, for people: nobody shall take a rule's word for a model's.</summary>
public static class ColumnFillers
{
    /// <summary>By column: <c>verbosity by annotator l31</c>; <c>answer, else correct by judge l31</c> where a rule speaks first.</summary>
    /// <param name="spec">The spec; of one with problems only what could be read is filled in.</param>
    public static ImmutableSortedDictionary<string, string> Of(RunSpec spec)
    {
        var fillers = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var rubric in spec.Rubrics)
        {
            if (Rubric.Of(rubric.Name, new()) is not { Ok: true, Value: var definition }) continue;
            var bound = rubric.By is ModelRole.Judge ? spec.Judge : spec.Annotator;
            if (spec.Models.GetValueOrDefault(bound ?? "") is not { } model) continue;
            var compares = definition.Subject is RubricSubject.Baseline or RubricSubject.Reference;
            var second = compares && spec.Annotate.Contains(QuestionAnswers.Name);
            var filler = $"{rubric.Name} by {rubric.By.ToString().ToLowerInvariant()} {model.Model}";
            foreach (var column in definition.Columns) fillers[column] = second ? $"{QuestionAnswers.Name}, else {filler}" : filler;
            if (definition.Subject is RubricSubject.Reference && !second) fillers["pass_rate"] = filler;
        }

        return fillers.ToImmutable();
    }
}
