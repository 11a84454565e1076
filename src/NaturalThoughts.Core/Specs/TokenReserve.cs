using NaturalThoughts.Core.Responses;

namespace NaturalThoughts.Core.Specs;

/// <summary>How much of a budget of tokens is set aside for a response before it is asked for.</summary>
public static class TokenReserve
{
    /// <summary>The most tokens the model may answer with: its <c>max_tokens</c>, and twice as many again where a response cut short is
    /// asked for once more. Without <c>max_tokens</c>, <c>limits.response_tokens</c>.</summary>
    /// <remarks>Not the mean of what came so far: half of all responses are longer, those that come first are the short ones, and no bound
    /// could be stated.</remarks>
    public static long Of(ModelSpec model, LimitsSpec limits) =>
        model.MaxTokens is not { } most ? limits.ResponseTokens : limits.Length is LengthPolicy.Retry ? 3L * most : most;

    /// <summary>For all that a question may need, imported traces and repairs aside. Models that are not there are left out.</summary>
    public static long OfQuestion(RunSpec spec, LimitsSpec limits)
    {
        var (traces, baselines) = (Samples(spec, spec.Teachers), Samples(spec, spec.Baselines));
        return Models(spec, spec.Teachers.Concat(spec.Baselines)).Sum(model => model.Samples * Of(model, limits))
            + spec.Rubrics.Sum(rubric => Models(spec, [(rubric.By is ModelRole.Judge ? spec.Judge : spec.Annotator) ?? ""])
                .Sum(model => rubric.MostCases(traces, baselines) * Of(model, limits)));
    }

    static int Samples(RunSpec spec, IEnumerable<string> names) => Models(spec, names).Sum(model => model.Samples);

    static IEnumerable<ModelSpec> Models(RunSpec spec, IEnumerable<string> names) =>
        names.Where(spec.Models.ContainsKey).Select(name => spec.Models[name]);
}
