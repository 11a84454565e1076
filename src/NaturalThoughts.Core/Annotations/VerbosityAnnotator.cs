using System.Collections.Immutable;
using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Core.Annotations;

/// <summary><c>verbosity</c>: 0 (efficient) to 10 (rambling), in steps of 0.1.</summary>
/// <remarks>
/// 10 · (0.30·fillers + 0.20·returns + 0.25·repetition + 0.25·length), each part 0 to 1 and saturating:
/// fillers, phrases that carry nothing (“hmm”, “okay so”, “let me think”, “I mean”, “maybe”), full at 5 in 100 words;
/// returns, the times the reasoning comes back to what was asked or settled (“wait”, “the problem says”, “going back to”), full at 2 in 100
/// words;
/// repetition, the share of word 4-grams said before, full at one half;
/// length, r / (r + 8) where r is the reasoning's words over those of the answer plus 40: what a reader needs against what was written.
/// Divisions and sums only, so the bits are the same everywhere.
/// </remarks>
sealed class VerbosityAnnotator : ITraceAnnotator
{
    const double FillersAreFull = 0.05, ReturnsAreFull = 0.02, RepetitionIsFull = 0.5, LengthIsHalf = 8;
    const int LeastAnswer = 40;

    static readonly CueMatcher Matcher = new(
    [
        new("filler", "Carries nothing.",
        [
            "^hmm", "^hm", "^okay", "^ok", "^well", "^alright", "^all right", "^so yeah", "^yeah", "^right", "^um", "^uh", "^oh", "^ah",
            "^actually", "^basically", "^anyway",
            "let me {think|see}", "let's {think|see}", "i {think|guess|suppose|mean|believe}",
            "{maybe|perhaps|possibly|probably|presumably}", "kind of", "sort of", "you know", "as i said", "or something",
            "i'm not {sure|certain|entirely sure}",
            "it seems {like|that}", "in other words", "that is to say", "once again", "of course", "at the end of the day", "to be honest",
        ]),
        new("return", "Comes back to what was asked or settled.",
        [
            "^wait", "but wait", "^hold on", "{the|this} {question|problem} {says|asks|is asking|states|is}", "going back",
            "{let me|let's|i should} {go back|re examine|reconsider|re think|rethink|check again|start over|double check|re read" +
            "|read the}", "as {i|we} {said|mentioned|noted} {before|earlier|above|}",
            "so {the answer is|the answer would be|again}", "^again", "once more", "{i|we} already", "back to the",
        ]),
    ]);

    public string Name => "verbosity";

    public ImmutableArray<string> Identity => ["verbosity@1"];

    public Judgement Judge(Reading reading) =>
        Judgement.Of(("verbosity", FeatureValue.Of(reading.Words is { } words ? Score(words, reading.Text.Answer) : double.NaN)));

    static double Score(TextWords reasoning, string? answer)
    {
        double words = Math.Max(1, reasoning.Count);
        var cues = Matcher.In(reasoning);
        var fillers = Full(cues.Count(cue => cue.Strategy == 0) / words, FillersAreFull);
        var returns = Full(cues.Count(cue => cue.Strategy == 1) / words, ReturnsAreFull);
        var repetition = Full(WordGrams.Repeated(reasoning, 4), RepetitionIsFull);
        var needed = (answer is null ? 0 : Words.Of(answer).Count()) + LeastAnswer;
        var ratio = words / needed;
        return Steps.Of(10 * (0.30 * fillers + 0.20 * returns + 0.25 * repetition + 0.25 * (ratio / (ratio + LengthIsHalf))), 0.1);
    }

    static double Full(double share, double full) => Math.Min(1, share / full);
}
