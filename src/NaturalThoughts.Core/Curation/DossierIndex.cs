using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Curation;

/// <summary>A dossier's responses and failures by the ids of their traces.</summary>
sealed class DossierIndex
{
    readonly Dictionary<TraceId, ResponseFact> _responses = [];
    readonly Dictionary<TraceId, AttemptFact> _failures = [];
    readonly Dictionary<TraceId, int> _forgiven = [];

    public DossierIndex(QuestionDossier dossier)
    {
        foreach (var fact in dossier.Facts)
            switch (fact)
            {
                case ResponseFact response:
                    _responses.TryAdd(response.Trace, response);
                    break;
                case AttemptFact attempt:
                    if (_failures.GetValueOrDefault(attempt.Trace) is not { } known || known.Number < attempt.Number)
                        _failures[attempt.Trace] = attempt;
                    break;
                case ReopenFact reopen:
                    _forgiven[reopen.Trace] = Math.Max(reopen.Number, _forgiven.GetValueOrDefault(reopen.Trace, -1));
                    break;
            }
    }

    /// <summary>The response with an id; null where there is none.</summary>
    public ResponseFact? Response(TraceId trace) => _responses.GetValueOrDefault(trace);

    /// <summary>The last failure of what has no response, reopened or not; null where it never failed.</summary>
    public AttemptFact? Failure(TraceId trace) => _responses.ContainsKey(trace) ? null : _failures.GetValueOrDefault(trace);

    /// <summary>Failures for good that nobody answered or reopened since.</summary>
    public IEnumerable<AttemptFact> Standing =>
        _failures.Values.Where(failure => !_responses.ContainsKey(failure.Trace) && !IsReopened(failure));

    /// <summary>Whether an operator, or the program itself, has forgiven a failure.</summary>
    public bool IsReopened(AttemptFact failure) => failure.Number <= _forgiven.GetValueOrDefault(failure.Trace, -1);

    /// <summary>The number of the next attempt at a response that is not there; null when it is there, or the last attempt failed for good
    /// and nobody reopened it.</summary>
    public int? NextAttempt(TraceId trace) =>
        _responses.ContainsKey(trace) ? null
        : _failures.GetValueOrDefault(trace) is not { } failure ? 0
        : IsReopened(failure) ? failure.Number + 1
        : null;
}
