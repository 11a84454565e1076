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
}
