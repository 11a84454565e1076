using System.Collections.Immutable;
using CsCheck;
using NaturalThoughts.Core.Annotations;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Core.Tests.Annotations;

public class QuestionAnswersTests
{
    static readonly Question Asked = new()
    {
        Text = "What is 12 * 3?", Id = QuestionId.Of("What is 12 * 3?"), Source = "s",
        Reference = "36"
    };

    static readonly QuestionAnswers Annotator = new(new CountsWords(), Digest.Of("complete"));

    static (ResponseFact Fact, TraceText Text) Said(string model, string? content, int sample = 0, int tokens = 10)
    {
        var response = new Response
        {
            Request = Digest.Of(model),
            Sample = sample,
            Model = model,
            Role = model.StartsWith("base", StringComparison.Ordinal) ? ModelRole.Baseline : ModelRole.Teacher,
            Content = content,
            Usage = new(null, tokens, 0),
        };
        return (new() { Question = Asked.Id, Response = response }, TraceParser.Parse(response));
    }

    static ImmutableSortedDictionary<string, FeatureValue> Of(ImmutableArray<AnnotationFact> facts, (ResponseFact Fact, TraceText) item) =>
        facts.Single(fact => fact.Trace == item.Fact.Trace).Values;

    [Fact]
    public void Annotate_FourSamplesAndABaseline_FillsAllColumns()
    {
        var right = Said("t", "The answer is 36.", 0, 10);
        var alsoRight = Said("t", "So \\boxed{36.0}.", 1, 20);
        var wrong = Said("t", "The answer is 35.", 2, 30);
        var silent = Said("t", "I cannot tell what the question wants from me, sorry for that", 3, 40);
        var baseline = Said("base", "The answer is 35.");

        var facts = Annotator.Annotate(Asked, [right, alsoRight, wrong, silent, baseline]);

        var question = facts.Single(fact => fact.Trace is null).Values;
        Assert.Equal((4, 0.667, 0.5, 0),
            (question["samples"].Number, question["pass_rate"].Number, question["consensus"].Number,
                question["baseline_pass_rate"].Number));
        Assert.Equal(5, facts.Length);
        Assert.Equal((true, true, true),
            (Of(facts, right)["correct"].Flag, Of(facts, right)["disagree"].Flag, Of(facts, right)["agrees"].Flag));
        Assert.Equal((true, "36.0"), (Of(facts, alsoRight)["agrees"].Flag, Of(facts, alsoRight)["answer_text"].Text));
        Assert.Equal((false, false, false),
            (Of(facts, wrong)["correct"].Flag, Of(facts, wrong)["disagree"].Flag, Of(facts, wrong)["agrees"].Flag));
        Assert.Equal((null, null, null),
            (Of(facts, silent)["correct"].Flag, Of(facts, silent)["disagree"].Flag, Of(facts, silent)["agrees"].Flag));
        Assert.Equal([0.4, 0.8, 1.2, 1.6], new[] { right, alsoRight, wrong, silent }.Select(item =>
            Of(facts, item)["tokens_ratio"].Number));
    }

    [Fact]
    public void Annotate_SeveralCorrectTraces_MarksTheShortestCompleteOne()
    {
        var traces = new[] { ("36", 10), ("35", 5), ("36", 20), ("36", 20), ("no answer to be seen in a text as long as this one is", 1) }
            .Select((said, i) => Said("t", $"The answer is {said.Item1}.", i, said.Item2)).ToArray();
        var same = new[] { traces[2], traces[3] }.MinBy(trace => trace.Fact.Trace).Fact.Trace;

        Assert.Equal([same], Marked(Shortest(complete: trace => trace != traces[0].Fact.Trace), true));
        Assert.Equal([traces[0].Fact.Trace], Marked(Shortest(complete: _ => true), true));
        Assert.DoesNotContain(Shortest(complete: _ => false).Values, mark => mark is true);
        Assert.Equal([traces[4].Fact.Trace], Marked(Shortest(complete: _ => true), null));
        Assert.All(Shortest(complete: _ => null).Values, Assert.Null);

        Dictionary<TraceId, bool?> Shortest(Func<TraceId, bool?> complete) =>
            Annotator.Annotate(Asked, traces, traces.ToDictionary(trace => trace.Fact.Trace, trace =>
                    ((long)trace.Fact.Response.Usage!.Value.Completion!.Value, complete(trace.Fact.Trace))))
                .Where(fact => fact.Trace is not null)
                .ToDictionary(fact => fact.Trace!.Value, fact => fact.Values["shortest_correct"].Flag);

        static IEnumerable<TraceId> Marked(Dictionary<TraceId, bool?> marks, bool? mark) =>
            marks.Where(pair => pair.Value == mark).Select(pair => pair.Key);
    }

    [Theory]
    [InlineData("35", "36", "36", "36.0")]
    [InlineData("36", "36", "35", "35", "36.0")]
    public void Annotate_MostFrequentAnswer_IsTheMajoritys(params string[] answers)
    {
        var facts = Annotator.Annotate(Asked, [.. answers.Select((answer, i) => Said("t", $"The answer is {answer}.", i))]);
        Assert.StartsWith("36", facts.Single(fact => fact.Trace is null).Values["majority_answer"].Text);
        Assert.Equal(3, facts.Count(fact => fact.Trace is not null && fact.Values["agrees"].Flag is true));
    }

    [Fact]
    public void Annotate_SeveralBaselines_DisagreesByMajority()
    {
        var teacher = Said("t", "Answer: 36");
        bool? With(params string[] baselines) =>
            Of(Annotator.Annotate(Asked, [teacher, .. baselines.Select((text, i) => Said("base" + i, text))]), teacher)["disagree"].Flag;

        Assert.False(With("Answer: 36", "Answer: 36", "Answer: 35"));
        Assert.True(With("Answer: 34", "Answer: 36", "Answer: 35"));
        Assert.Null(With("Answer: 36", "Answer: 35"));
        Assert.Null(With());
    }

    [Fact]
    public void Annotate_NoReferenceAndNoAnswer_IsUnknownThroughout()
    {
        var silent = Said("t", null);
        var facts = Annotator.Annotate(Asked with { Reference = null }, [silent]);
        var question = facts.Single(fact => fact.Trace is null).Values;

        Assert.Equal(1, question["samples"].Number);
        Assert.All(["pass_rate", "consensus", "majority_answer", "baseline_pass_rate"], name => Assert.True(question[name].IsNull));
        Assert.True(Of(facts, silent)["answer_text"].IsNull);
    }

    [Fact]
    public void Annotate_OptionAsLetterAndAsText_Agree()
    {
        var question = Asked with { Options = ["35", "36", "37"], Reference = "B" };
        var (letter, text) = (Said("t", "The answer is (B)."), Said("t", "The answer is 36.", 1));
        var facts = Annotator.Annotate(question, [letter, text]);

        Assert.Equal((true, true), (Of(facts, letter)["correct"].Flag, Of(facts, text)["correct"].Flag));
        Assert.Equal(1, facts.Single(fact => fact.Trace is null).Values["consensus"].Number);
    }

    [Fact]
    public void Annotate_LongAnswer_IsCutShort()
    {
        var item = Said("t", "The answer is " + new string('x', 500));

        Assert.Equal(120, Of(Annotator.Annotate(Asked, [item]), item)["answer_text"].Text!.Length);
    }

    [Fact]
    public void Annotate_AnyOrder_GivesTheSameFacts()
    {
        var answers = Gen.Int[0, 4].Select(i =>
            ((string[])["Answer: 36", "Answer: 35", "Answer: 36.0", "no idea what that may be, it is beyond me by far",
                "\\boxed{72/2}"])[i]);
        Gen.Select(answers.Array[1, 6], answers.Array[0, 3], Gen.Int).Sample((teacher, baseline, seed) =>
        {
            var all = teacher.Select((text, i) => Said("t", text, i)).Concat(baseline.Select((text, i) => Said("base", text, i))).ToArray();
            var shuffled = all.ToArray();
            new Random(seed).Shuffle(shuffled);
            var (a, b) = (Annotator.Annotate(Asked, all), Annotator.Annotate(Asked, [.. shuffled, shuffled[0]]));
            Assert.Equal(a.Select(Text), b.Select(Text));
        });

        static string Text(AnnotationFact fact) => $"{fact.Key} {string.Join(' ', fact.Values.Select(pair => $"{pair.Key}={pair.Value}"))}";
    }

    [Fact]
    public void RequestOf_OtherResponsesOrReference_IsAnother()
    {
        var (one, two) = (Said("t", "36").Fact.Trace, Said("t", "36", 1).Fact.Trace);

        Assert.Equal(Annotator.RequestOf(Asked, [one, two]), Annotator.RequestOf(Asked, [two, one]));
        Assert.NotEqual(Annotator.RequestOf(Asked, [one]), Annotator.RequestOf(Asked, [one, two]));
        Assert.NotEqual(Annotator.RequestOf(Asked, [one]), Annotator.RequestOf(Asked with { Reference = "35" }, [one]));
    }
}
