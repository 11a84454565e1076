using System.Diagnostics;
using OpenTelemetry.Trace;

namespace NaturalThoughts.Server.Telemetry;

/// <summary>Which traces are begun: a share of the questions and batches of embeddings, every run, selection and emission, and what people ask to be changed. Calls
/// between grains, commits and calls to servers that belong to none of these begin no trace of their own: there are thousands a
/// second.</summary>
/// <param name="questions">The share of questions, 0 to 1.</param>
sealed class WorthTracing(double questions) : Sampler
{
    // As ASP.NET Core calls each one.
    const string Request = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    readonly TraceIdRatioBasedSampler _share = new(questions);

    /// <inheritdoc/>
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) => samplingParameters.Name switch
    {
        "question" or "embedding" => _share.ShouldSample(samplingParameters),
        // Whatever asked for it.
        "curate" or "select" or "emit" => new(true),
        _ when samplingParameters.ParentContext.TraceId != default =>
            new(samplingParameters.ParentContext.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)),
        _ => new(samplingParameters.Name == Request),
    };
}
