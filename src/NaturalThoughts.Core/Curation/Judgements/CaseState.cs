using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Rubrics;

namespace NaturalThoughts.Core.Curation.Judgements;

/// <summary>How far a judgement is. It has a reading, or a response is wanted, or a dead letter is to be written; where it has none of
/// these, a failure stands.</summary>
/// <remarks>
/// Reply 0 is asked for, and where it cannot be read, one repair of it. Where that cannot be read either, or the model refuses, it is a
/// dead letter; once that is reopened, reply 1 is asked for, and so on. Of all replies and repairs that are there, whenever and under
/// whichever reader they came, the first that can be read counts: nothing is asked for while one can.
/// </remarks>
sealed class CaseState
{
    CaseState(RubricCase judged) => Case = judged;

    public RubricCase Case { get; }

    /// <summary>The reply that counts.</summary>
    public ResponseFact? Reply { get; private init; }

    /// <summary>What it says.</summary>
    public RubricReading? Reading { get; private init; }

    /// <summary>The response to ask for next.</summary>
    public WantedResponse? Wanted { get; private init; }

    /// <summary>The dead letter to write.</summary>
    public AttemptFact? Letter { get; private init; }

    /// <summary>Ids under which failures of this judgement stand for something: none once it has a reading.</summary>
    public IEnumerable<TraceId> Failing { get; private init; } = [];

    /// <summary>How far a judgement is by what is known.</summary>
    public static CaseState Of(RubricCase judged, DossierIndex known)
    {
        var replies = Replies(judged, known).ToList();
        var read = replies.SelectMany(pair => new[] { pair.Reply, pair.Repaired }).OfType<ResponseFact>()
            .Select(reply => (Reply: reply, Reading: judged.Read(reply))).ToList();
        if (read.Find(item => item.Reading.Ok) is { Reply: { } good, Reading: var reading })
            return new(judged) { Reply = good, Reading = reading };

        var (wanted, letter) = replies.Count == 0
            ? (Ask(judged, known, 0), null)
            : After(judged, known, replies.Count - 1, replies[^1].Repaired is not null, read[^1].Reply, read[^1].Reading.Rejection!);
        return new(judged)
        {
            Wanted = wanted,
            Letter = letter,
            Failing = Enumerable.Range(0, replies.Count + 1).SelectMany(sample => new[]
            {
                judged.ReplyOf(judged.Request, sample), judged.ReplyOf(judged.RepairRequest, sample),
                judged.ReplyOf(judged.LetterRequest, sample),
            }),
        };
    }

    static IEnumerable<(ResponseFact Reply, ResponseFact? Repaired)> Replies(RubricCase judged, DossierIndex known)
    {
        for (var sample = 0; known.Response(judged.ReplyOf(judged.Request, sample)) is { } reply; sample++)
            yield return (reply, known.Response(judged.ReplyOf(judged.RepairRequest, sample)));
    }

    // What comes after a reply that says nothing.
    static (WantedResponse?, AttemptFact?) After(
        RubricCase judged, DossierIndex known, int sample, bool repaired, ResponseFact reply, Rejection why)
    {
        if (known.Failure(judged.ReplyOf(judged.LetterRequest, sample)) is { } letter)
            return (known.IsReopened(letter) ? Ask(judged, known, sample + 1) : null, null);
        if (repaired || why.Reason is RubricReading.Declined) return (null, judged.Letter(sample, why));
        var attempt = known.NextAttempt(judged.ReplyOf(judged.RepairRequest, sample));
        return (attempt is { } number ? judged.Repair(reply, why, number) : null, null);
    }

    static WantedResponse? Ask(RubricCase judged, DossierIndex known, int sample) =>
        known.NextAttempt(judged.ReplyOf(judged.Request, sample)) is { } attempt ? judged.Ask(sample, attempt) : null;
}
