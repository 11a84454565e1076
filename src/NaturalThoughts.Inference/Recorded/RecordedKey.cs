using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Requests;

namespace NaturalThoughts.Inference.Recorded;

/// <summary>What a recorded response is found by, its sample aside.</summary>
/// <param name="Question">The question.</param>
/// <param name="Model">The model.</param>
/// <param name="Rubric">The rubric; null: a response to the question.</param>
/// <param name="About">The trace judged, by its id or by the model that wrote it; null: whichever.</param>
/// <param name="AboutSample">The trace's sample number; null: whichever.</param>
/// <param name="Repair">Whether it answers a repair.</param>
readonly record struct RecordedKey(
    QuestionId Question, string Model, string? Rubric = null, string? About = null, int? AboutSample = null, bool Repair = false)
{
    /// <summary>What a row is found by.</summary>
    public static RecordedKey Of(RecordedRow row) =>
        new(row.Question, row.Model, row.Rubric, row.About, row.AboutSample, row.Repair);

    /// <summary>What rows that answer a request are found by, the most precise first.</summary>
    public static IEnumerable<RecordedKey> Of(ModelRequest request)
    {
        var key = new RecordedKey(request.Question, request.Model, request.Rubric?.Rubric, Repair: request.Rubric?.Repair ?? false);
        if (request.Rubric is { About: { } trace } call)
        {
            yield return key with { About = trace.ToString() };
            yield return key with { About = call.Writer, AboutSample = call.WriterSample };
            yield return key with { About = call.Writer };
        }

        yield return key;
    }
}
