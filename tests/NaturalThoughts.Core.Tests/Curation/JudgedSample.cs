using System.Collections.Immutable;
using NaturalThoughts.Core.Annotations;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Curation.Judgements;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Core.Tests.Annotations;
using NaturalThoughts.Core.Traces;
using NaturalThoughts.Tests;

namespace NaturalThoughts.Core.Tests.Curation;

/// <summary>A question whose responses models judge, step by step.</summary>
sealed class JudgedSample
{
    static readonly ModelSpec Annotator = new() { Name = "a", Model = "small" };
    static readonly ModelSpec Judge = new() { Name = "j", Model = "large" };

    readonly List<Fact> _facts;

    /// <param name="rules">Annotators that need no model.</param>
    /// <param name="rubrics">What models judge, a name each, or with <c>!</c> behind it under another template.</param>
    public JudgedSample(string[] rules, params string[] rubrics) : this(new Question
    {
        Text = "Question 0?", Id = QuestionId.Of("Question 0?"), Source = "questions", Reference = "the square root of two",
        Labels = ImmutableSortedDictionary<string, string>.Empty.Add("domain", "Stated").Add("level", "hard"),
    }, rules, rubrics)
    {
    }

    JudgedSample(Question question, string[] rules, string[] rubrics)
    {
        Question = question;
        _facts = [Sample.Intake(0) with { Question = question }];
        Plan = PlanOf(rules, rubrics);
    }

    public Question Question { get; }

    public QuestionPlan Plan { get; set; }

    public QuestionDossier Dossier => new() { Id = Question.Id, Facts = [.. _facts] };

    /// <summary>What is asked for next: the model, and of a judgement the rubric; with its sample.</summary>
    public IEnumerable<string> Missing => Plan.Missing(Dossier).Select(Shown);

    /// <summary>The facts of the conclusion that are new.</summary>
    public ImmutableArray<Fact> Conclusion
    {
        get
        {
            var known = _facts.Select(fact => fact.Key).ToHashSet();
            return [.. QuestionConclusion.Of(Plan, Dossier).Where(fact => !known.Contains(fact.Key))];
        }
    }

    public SealFact Seal => QuestionConclusion.Of(Plan, Dossier).OfType<SealFact>().Single();

    public static QuestionPlan PlanOf(string[] rules, params string[] rubrics)
    {
        var spec = Sample.Spec with
        {
            Models = Sample.Spec.Models.Add("a", Annotator).Add("j", Judge),
            Annotator = "a",
            Judge = "j",
            Annotate = [.. rules],
            Rubrics = [.. rubrics.Select(RubricOf)],
        };
        return new(spec, AnnotatorSet.Of(rules, spec.Limits, new CountsWords()).Value!, RubricSet.Of(spec).Value!);
    }

    /// <summary>Answers what is asked for and shown so.</summary>
    public ResponseFact Answer(string shown, string content, string finish = "stop")
    {
        var wanted = Plan.Missing(Dossier).First(one => Shown(one) == shown);
        var request = wanted.Render();
        var fact = new ResponseFact
        {
            Question = Question.Id,
            Response = new()
            {
                Request = wanted.Request, Sample = wanted.Sample, Model = request.Model, Role = request.Role, Content = content,
                FinishReason = finish,
            },
            Rubric = request.Rubric?.Rubric,
            About = request.Rubric?.About,
        };
        Add(fact);
        if (request.Role is ModelRole.Teacher)
            Add([.. Plan.Annotators.AnnotateTrace(Question, fact, TraceParser.Parse(fact.Response))]);
        return fact;
    }

    /// <summary>Both own responses: the teacher's with reasoning, the baseline's without.</summary>
    public (ResponseFact Teacher, ResponseFact Baseline) AnswerBoth(
        string teacher = "It is $\\sqrt{2}$ or so.", string baseline = "Hard to say.") =>
        (Answer("teach 0", $"<think>so so so</think>{teacher}"), Answer("base 0", baseline));

    public void Add(params Fact[] facts) => _facts.AddRange(facts);

    public void Replace(Fact fact, Fact with) => _facts[_facts.IndexOf(fact)] = with;

    public static string Shown(WantedResponse wanted)
    {
        var request = wanted.Render();
        var judged = request.Rubric is { } call ? $" {call.Rubric}{(call.Repair ? " repair" : "")}" : "";
        return $"{request.Model}{judged} {wanted.Sample}";
    }

    static RubricSpec RubricOf(string name)
    {
        var rubric = new RubricSpec { Name = name.TrimEnd('!'), By = ModelRole.Annotator };
        if (rubric.Name is "disagree" or "correct") rubric = rubric with { By = ModelRole.Judge };
        return name.EndsWith('!') ? rubric with { Prompt = $"Another way: {rubric.Build().Value!.Template}" } : rubric;
    }
}
