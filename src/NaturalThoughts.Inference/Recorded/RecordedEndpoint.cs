using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Inference.Endpoints;
using NaturalThoughts.Inference.Generations;

namespace NaturalThoughts.Inference.Recorded;

/// <summary>Answers from a file of stored responses (<c>recorded:FILE</c>): rehearsals, tests, and responses bought elsewhere.</summary>
/// <remarks>A response that the file does not hold is refused (<c>not-recorded</c>) and not looked for elsewhere.</remarks>
/// <param name="file">The responses.</param>
/// <param name="latency">How long each takes.</param>
/// <param name="time">The clock.</param>
/// <param name="calls">Where calls are noted; null: nowhere.</param>
public sealed class RecordedEndpoint(RecordedFile file, TimeSpan latency, TimeProvider time, RecordedCalls? calls = null)
    : IModelEndpoint, IDisposable
{
    /// <summary>Requests in flight where the spec gives no slots.</summary>
    public const int DefaultSlots = 256;

    /// <inheritdoc/>
    public string Name => $"recorded:{file.Name}";

    /// <inheritdoc/>
    public Task<Discovery> DiscoverAsync(CancellationToken cancellation) =>
        Task.FromResult(new Discovery([.. file.Models.Select(model => new ServedModel(model))]));

    /// <inheritdoc/>
    public async Task<Generation> GenerateAsync(ModelRequest request, int sample, TimeSpan silence, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (calls is not null) await calls.AddAsync(request, sample, cancellation);
        if (latency > TimeSpan.Zero) await Task.Delay(latency, time, cancellation);
        return file.Find(request, sample) is { } row
            ? new Generated(ResponseOf(row, request, sample), new(latency, latency), FormOf(row), Streamed: true)
            : Refusals.Request("not-recorded",
                $"{file.Name} holds no response of `{request.Model}` to question {request.Question}{Judged(request.Rubric)}, "
                + $"sample {sample}.");
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    static string Judged(RubricCall? call) => call is null ? ""
        : $", {(call.Repair ? "the repair of " : "")}rubric `{call.Rubric}`{(call.About is { } trace ? $" about trace {trace}" : "")}";

    Response ResponseOf(RecordedRow row, ModelRequest request, int sample) => new()
    {
        Request = request.Digest,
        Sample = sample,
        Model = request.Model,
        Role = request.Role,
        Content = row.Content,
        Reasoning = row.Reasoning,
        FinishReason = row.FinishReason,
        Usage = row.Usage,
        Endpoint = Name,
    };

    static ReasoningForm FormOf(RecordedRow row) => row.Reasoning is null ? ReasoningForm.None : ReasoningForm.ReasoningContent;
}
