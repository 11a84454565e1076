namespace NaturalThoughts.Core.Specs.Reading;

/// <summary>Reads <c>limits</c>.</summary>
static class LimitsReader
{
    /// <summary>The bounds; those not given have their defaults.</summary>
    /// <param name="root">The file.</param>
    /// <param name="spec">What is asked about each question.</param>
    public static LimitsSpec Read(MapReader root, RunSpec spec)
    {
        var defaults = new LimitsSpec();
        if (root.Map("limits", SpecShape.Limits, "limits: {response_tokens: 16384}") is not { } map) return defaults;
        var limits = new LimitsSpec
        {
            StudentTokenizer = map.Line("student_tokenizer", "a tokenizer file"),
            ResponseTokens = (int?)map.Whole("response_tokens", 1, int.MaxValue) ?? defaults.ResponseTokens,
            MaxFailed = map.Share("max_failed", share => share is >= 0 and <= 1, "a share from 0 to 1, or 0% to 100%")
                ?? defaults.MaxFailed,
            Length = map.Choice("length", ["keep", "drop", "retry"]) switch
            {
                "drop" => LengthPolicy.Drop,
                "retry" => LengthPolicy.Retry,
                _ => LengthPolicy.Keep,
            },
            Attempts = (int?)map.Whole("attempts", 1, 1000) ?? defaults.Attempts,
            SilenceSeconds = map.Number("silence", seconds => seconds is > 0 and <= 86_400, "seconds above 0, at most 86400")
                ?? defaults.SilenceSeconds,
            OutputTokens = (long?)map.Whole("output_tokens", 1, long.MaxValue),
        };
        // A question is begun only where the budget covers all of it.
        var least = TokenReserve.OfQuestion(spec, limits);
        if (limits.OutputTokens < least)
            map.Reading.Report(map.PlaceOf("output_tokens"),
                $"`{map.PathOf("output_tokens")}` is {limits.OutputTokens}, and the responses to one question may take more.",
                $"at least {least}", "Raise it, or lower the models' `max_tokens` or `samples`.");
        map.Finish();
        return limits;
    }
}
