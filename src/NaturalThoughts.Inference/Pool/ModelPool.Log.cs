using Microsoft.Extensions.Logging;

namespace NaturalThoughts.Inference.Pool;

public sealed partial class ModelPool
{
    void LogChange(PooledEndpoint endpoint, EndpointState before)
    {
        var name = endpoint.Endpoint.Name;
        switch (endpoint.State)
        {
            case EndpointState.Quarantined when before is not EndpointState.Quarantined:
                LogQuarantined(name, endpoint.QuarantinedFor!.Reason, endpoint.NextDiscovery);
                break;
            case EndpointState.Healthy or EndpointState.OnTrial when before is EndpointState.Quarantined or EndpointState.Unknown:
                LogServing(name, string.Join(", ", endpoint.Models.Select(model => model.Id)));
                break;
            case EndpointState.Paused when before is not EndpointState.Paused:
                LogPaused(name, endpoint.Limit.Current);
                break;
        }
    }

    [LoggerMessage(LogLevel.Information, "{Endpoint} serves {Models}.")]
    partial void LogServing(string endpoint, string models);

    [LoggerMessage(LogLevel.Warning, "{Endpoint} is quarantined ({Reason}); it is probed at {Probe:O}.")]
    partial void LogQuarantined(string endpoint, string reason, DateTimeOffset probe);

    [LoggerMessage(LogLevel.Information, "{Endpoint} asks for less; it now gets {Slots} requests at once.")]
    partial void LogPaused(string endpoint, int slots);

    [LoggerMessage(LogLevel.Debug, "{Endpoint} gave no response to {About}, sample {Sample}: {Reason}.")]
    partial void LogRefused(string endpoint, string about, int sample, string reason);

    [LoggerMessage(LogLevel.Warning, "{Endpoint} lists the model and does not serve {Line}; it is not asked for that again.")]
    partial void LogWrongTask(string endpoint, string line);

    [LoggerMessage(LogLevel.Warning,
        "{Endpoint} sent {Count} responses of {Model} in a row without any reasoning. "
        + "Check its reasoning parser with `naturalthoughts probe`.")]
    partial void LogEmptyReasoning(string endpoint, string model, int count);

    [LoggerMessage(LogLevel.Debug, "The pool no longer looks after its endpoints; {Open} questions to them are given up.")]
    partial void LogStopped(int open);

    [LoggerMessage(LogLevel.Warning, "Endpoints: {Problem}")]
    partial void LogProblem(string problem);
}
