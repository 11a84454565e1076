using System.Collections.Immutable;
using CsCheck;
using NaturalThoughts.Core.Annotations;
using NaturalThoughts.Core.Answers;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Core.Tests.Annotations;

public class AnnotatorSetTests
{
    static readonly Question Asked = new()
    {
        Text = "What is 12 * 3?", Id = QuestionId.Of("What is 12 * 3?"), Source = "s",
        Reference = "36"
    };

    static readonly AnnotatorSet All = AnnotatorSet.Of(AnnotatorSet.Names, new LimitsSpec(), new CountsWords()).Value!;

    static ResponseFact Fact(string? content, string? reasoning, string? finish = null, TokenUsage? usage = null) => new()
    {
        Question = Asked.Id,
        Response = new()
        {
            Request = Digest.Of("r"), Model = "m", Role = ModelRole.Teacher, Content = content, Reasoning = reasoning,
            FinishReason = finish, Usage = usage
        },
    };

    static ImmutableSortedDictionary<string, FeatureValue> Annotate(AnnotatorSet set, ResponseFact fact, string annotator) =>
        set.AnnotateTrace(Asked, fact, TraceParser.Parse(fact.Response)).Single(found => found.Annotator == annotator).Values;

    [Fact]
    public void AnnotateTrace_AnyTrace_FillsExactlyTheColumnsOfTheSchema()
    {
        var fact = Fact("The answer is 36.", "We are asked for 12 * 3. Let me check that: 36.");
        var facts = All.AnnotateTrace(Asked, fact, TraceParser.Parse(fact.Response))
            .Concat(All.AnnotateQuestion(Asked, [(fact, TraceParser.Parse(fact.Response))]));

        foreach (var group in facts.GroupBy(found => found.Annotator))
            Assert.Equal(
                FeatureSchema.BuiltIn.Where(column => column.Annotator == group.Key).Select(column => column.Name)
                    .Order(StringComparer.Ordinal),
                group.SelectMany(found => found.Values.Keys).Where(name => name is not ("tokens_by" or "answer_text" or "majority_answer"))
                    .Order(StringComparer.Ordinal));
        Assert.Equal(["answer", "answer", "cues", "language", "repetition", "trace", "verbosity"], facts.Select(found => found.Annotator)
            .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void AnnotateQuestion_LengthsAlreadyFound_CountsNoTextAgain()
    {
        var counter = new CountsCalls();
        var set = AnnotatorSet.Of(AnnotatorSet.Names, new LimitsSpec(), counter).Value!;
        var fact = Fact("The answer is 36.", "We are asked for 12 * 3. Let me check that: 36.");
        var responses = new[] { (fact, TraceParser.Parse(fact.Response)) };
        var known = set.AnnotateTrace(Asked, fact, responses[0].Item2);
        var afresh = set.AnnotateQuestion(Asked, responses);
        var calls = counter.Calls;

        var reused = set.AnnotateQuestion(Asked, responses, known);

        Assert.Equal(calls, counter.Calls);
        Assert.Equal(afresh.Select(found => found.Key), reused.Select(found => found.Key));
        Assert.All(afresh.Zip(reused), pair => Assert.Equal(pair.First.Values, pair.Second.Values));
    }

    [Theory]
    [InlineData("The answer is 36.", "Some thought.", null, true)]
    [InlineData("The answer is 36.", "Some thought.", "stop", true)]
    [InlineData("36", null, null, true)]
    [InlineData("The answer is 36.", "Some thought.", "length", false)]
    [InlineData("The answer is 36.", "Some thought.", "MAX_TOKENS", false)]
    [InlineData(null, "Some thought.", "stop", false)]
    [InlineData("<think>Some thought.", null, "stop", false)]
    [InlineData("<think>Some thought.</think>", null, "stop", false)]
    [InlineData("So we multiply twelve by three and then we add all of the rest of", null, null, false)]
    [InlineData("So we multiply twelve by three and then we add all of the rest of", null, "stop", true)]
    [InlineData("36 and many more words than the limit of eight.", null, "stop", false)]
    public void Complete_ByFinishReasonTextAndLimit_IsJudged(string? content, string? reasoning, string? finish, bool complete)
    {
        var limit = content?.StartsWith("36 and", StringComparison.Ordinal) == true ? 8 : 100;
        var set = AnnotatorSet.Of([], new LimitsSpec { ResponseTokens = limit }, new CountsWords()).Value!;

        Assert.Equal(complete, Annotate(set, Fact(content, reasoning, finish), "trace")["complete"].Flag);
    }

    [Fact]
    public void Complete_WithAStudent_CountsItsTokens()
    {
        var fact = Fact("36.", "One two three.", "stop", new TokenUsage(null, 4, 3));
        AnnotatorSet With(int factor) =>
            AnnotatorSet.Of([], new LimitsSpec { ResponseTokens = 40 }, new CountsWords(), new CountsWords(factor)).Value!;

        Assert.True(Annotate(With(10), fact, "trace")["complete"].Flag);
        Assert.False(Annotate(With(11), fact, "trace")["complete"].Flag);
        Assert.Equal(4, Annotate(With(11), fact, "trace")["response_tokens"].Number);
    }

    [Theory]
    [InlineData(null, null, 3, 1, "words*1")]
    [InlineData(100, 70, 70, 30, "server")]
    [InlineData(100, null, 75, 25, "server/words*1")]
    [InlineData(null, 70, 70, 1, "server/words*1")]
    [InlineData(50, 70, 50, 0, "server")]
    public void Tokens_ServerCounts_WinOverTheCounter(int? completion, int? reasoning, int thought, int answer, string by)
    {
        var usage = completion is null && reasoning is null ? (TokenUsage?)null : new TokenUsage(5, completion, reasoning);
        var values = Annotate(All, Fact("36.", "One two three.", "stop", usage), "trace");

        Assert.Equal((thought, answer, thought + answer, by),
            ((int)values["reasoning_tokens"].Number, (int)values["answer_tokens"].Number, (int)values["response_tokens"].Number,
                values["tokens_by"].Text));
    }

    [Fact]
    public void Cues_KnownPhrases_AreCountedAndPointedAt()
    {
        const string reasoning = "We are asked for 12 * 3. First, let's find 10 * 3. Wait, I can't wait to double-check.\n"
            + "Alternatively, add 12 three times; the wait is over.";
        var fact = All.AnnotateTrace(Asked, Fact("36", reasoning), TraceParser.Parse(Fact("36", reasoning).Response)).Single(found =>
            found.Annotator == "cues");

        Assert.Equal(["We are asked", "First, let's", "Wait", "to double-check", "Alternatively"], fact.Evidence.Select(place =>
            reasoning.Substring(place.Start, place.Length)));
        Assert.Equal(["restatement", "decomposition", "backtracking", "verification", "alternatives"], fact.Evidence.Select(place =>
            place.Label));
        Assert.Equal((5, 5), ((int)fact.Values["strategies_unique"].Number, (int)fact.Values["strategies_count"].Number));
        Assert.Equal(Math.Round(5000.0 / new CountsWords().Count(reasoning), 2), fact.Values["reasoning_density"].Number);
    }

    [Fact]
    public void Cues_TypographicApostrophe_IsTheSame() =>
        Assert.Equal(1, Annotate(All, Fact("36", "I’m not sure about that."), "cues")["strategies_unique"].Number);

    [Fact]
    public void Cues_NoReasoning_AreNoneAndDensityIsUnknown()
    {
        var values = Annotate(All, Fact("Wait, let me check that. The answer is 36.", null), "cues");

        Assert.Equal(0, values["strategies_unique"].Number);
        Assert.True(values["reasoning_density"].IsNull);
    }

    [Fact]
    public void Repetition_LoopingText_IsCloseToOne()
    {
        var loop = string.Concat(Enumerable.Repeat("the marginal cost is the cost of the last unit produced. ", 60));

        Assert.InRange(Annotate(All, Fact("36", loop), "repetition")["repetition"].Number, 0.97, 1);
        Assert.Equal(0,
            Annotate(All, Fact("36", "Each of these ten words stands here only one single time."), "repetition")["repetition"].Number);
        Assert.True(Annotate(All, Fact("36", null), "repetition")["repetition"].IsNull);
    }

    [Fact]
    public void Verbosity_RamblingText_ScoresAboveAPlainOne()
    {
        var plain = Annotate(All, Fact("12 * 3 = 36, as 10 * 3 = 30 and 2 * 3 = 6.", "Ten threes are 30 and two threes are 6, in all 36."),
            "verbosity")["verbosity"].Number;
        const string hesitation =
            "Hmm, okay, let me think. Wait, the question asks for 12 times 3, I guess. Maybe it is 36, perhaps. ";
        var rambling = Annotate(All, Fact("36", string.Concat(Enumerable.Repeat(hesitation, 30))), "verbosity")["verbosity"].Number;

        Assert.InRange(plain, 0, 2);
        Assert.InRange(rambling, 8, 10);
    }

    [Fact]
    public void AnnotateTrace_AnyText_StaysInRangeAndPointsInside() =>
        Gen.String.Array[0, 8].Select(parts => string.Join(" wait, ", parts)).Sample(text =>
    {
        var fact = Fact("36.", text);
        var trace = TraceParser.Parse(fact.Response);
        foreach (var found in All.AnnotateTrace(Asked, fact, trace))
        {
            Assert.All(found.Evidence, place => Assert.InRange(place.Start + place.Length, 1, trace.Reasoning!.Length));
            if (found.Values.TryGetValue("verbosity", out var verbosity) && !verbosity.IsNull) Assert.InRange(verbosity.Number, 0, 10);
            if (found.Values.TryGetValue("repetition", out var repetition) && !repetition.IsNull) Assert.InRange(repetition.Number, 0, 1);
        }
    });

    [Fact]
    public void Of_UnknownName_NamesTheNearest()
    {
        var problem = Assert.Single(AnnotatorSet.Of(["cues", "verbosty"], new LimitsSpec(), new CountsWords()).Problems);

        Assert.Contains("`verbosty`", problem.What);
        Assert.Contains("`verbosity`", problem.Fix);
    }

    [Fact]
    public void Digest_OtherAnnotatorsLimitsOrCounters_IsAnother()
    {
        AnnotatorSet Set(string[] names, int limit = 16384, int factor = 1, CountsWords? student = null) =>
            AnnotatorSet.Of(names, new LimitsSpec { ResponseTokens = limit }, new CountsWords(factor), student).Value!;
        AnnotatorSet[] sets = [Set(["cues"]), Set([]), Set(["cues", "answer"]), Set(["cues"], 100), Set(["cues"], factor: 2),
            Set(["cues"], student: new(2))];

        Assert.Equal(sets.Length, sets.Select(set => set.Digest).Distinct().Count());
        Assert.Equal(Set(["answer", "cues"]).Digest, Set(["cues", "answer"]).Digest);
        Assert.Equal(Set(["cues"]).TraceRequests["cues"], Set(["cues", "answer"], 100).TraceRequests["cues"]);
        Assert.Equal(["answer", "cues", "trace"], Set(["cues", "answer"]).Versions.Keys);
        // What is complete decides which correct trace is the shortest.
        Assert.NotEqual(Set(["answer"]).Versions["answer"], Set(["answer"], 100).Versions["answer"]);
    }

    // A version says that what is read from a text may be read otherwise: facts of another one are other facts.
    [Fact]
    public void Digest_OfEveryAnnotator_HoldsTheParsersVersion()
    {
        var (counter, limits) = (new CountsWords(), new LimitsSpec());
        var set = AnnotatorSet.Of(["repetition"], limits, counter).Value!;
        Assert.Equal(
            Digest.Of(["repetition", TraceParser.Version, counter.Name, "repetition@1"]), set.TraceRequests["repetition"]);
        Assert.Equal(
            Digest.Of("answer@2", AnswerComparer.Version, TraceParser.Version, counter.Name, Digest.Of("complete").ToString()),
            new QuestionAnswers(counter, Digest.Of("complete")).Digest);
    }

    sealed class CountsCalls : ITokenCounter
    {
        readonly CountsWords _words = new();

        public int Calls { get; private set; }

        public string Name => "calls";

        public int Count(ReadOnlySpan<char> text)
        {
            Calls++;
            return _words.Count(text);
        }
    }
}
