using System.Collections.Immutable;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Rubrics.Definitions;
using NaturalThoughts.Core.Rubrics.Replies;

namespace NaturalThoughts.Core.Rubrics;

/// <summary>A way to have a model judge questions or traces: what it is asked, the form of its reply, and how the reply is read.
/// Deterministic and thread-safe.</summary>
public sealed class Rubric
{
    const int LongestRepaired = 4_000;

    readonly RubricDefinition _definition;
    readonly RubricOptions _options;
    readonly Template _template;
    readonly ReplyForm _form;
    readonly ImmutableSortedDictionary<string, string> _lists;

    Rubric(RubricDefinition definition, RubricOptions options, Template template)
    {
        (_definition, _options, _template) = (definition, options, template);
        (_form, _lists) = (definition.Form(options), definition.Lists(options));
        Version = Digest.Of(["rubric", Name, template.Text, Schema ?? "", $"{options.MaxChars}", FittedText.Version,
            .. _lists.SelectMany(list => new[] { list.Key, list.Value })]).ToString();
    }

    /// <summary>The rubrics there are.</summary>
    public static ImmutableArray<string> Names { get; } = [.. RubricDefinition.All.Select(definition => definition.Name)];

    /// <summary>The rubric's name: the annotator's in facts and specs.</summary>
    public string Name => _definition.Name;

    /// <summary>What it judges and fills, in a sentence.</summary>
    public string About => _definition.About;

    /// <summary>In which role the model is asked.</summary>
    public ModelRole Role => _definition.Role;

    /// <summary>What it judges.</summary>
    public RubricSubject Subject => _definition.Subject;

    /// <summary>The columns it fills.</summary>
    public ImmutableArray<string> Columns => _definition.Columns;

    /// <summary>JSON schema of the reply, canonical: strict, with only the keywords that every constrained decoder knows. Null where the
    /// reply is a text.</summary>
    public string? Schema => _form.Schema;

    /// <summary>The template's text, with its placeholders.</summary>
    public string Template => _template.Text;

    /// <summary>The placeholders a template of it may hold.</summary>
    public ImmutableArray<string> Placeholders => _definition.Placeholders(_options);

    /// <summary>The placeholders it must hold.</summary>
    public ImmutableArray<string> Needed => _definition.Needed(_options);

    /// <summary>Names template, schema, lists and fitting: changes when any prompt would.</summary>
    public string Version { get; }

    /// <summary>Names the code that reads replies.</summary>
    public string ReaderVersion => $"{Name}/{_form.Version}";

    /// <summary>A rubric, or every problem of its name and options.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="options">What the spec changes.</param>
    public static Checked<Rubric> Of(string name, RubricOptions options)
    {
        if (RubricDefinition.All.FirstOrDefault(one => one.Name == name) is not { } definition)
        {
            return new([new Problem($"There is no rubric `{name}`.", "annotate", Expected: $"one of {string.Join(", ", Names)}",
                Fix: NearestName.DidYouMean(name, Names))]);
        }

        var template = Rubrics.Template.Of(options.Template ?? Rubrics.Template.BuiltIn(name), definition.Placeholders(options),
            definition.Needed(options), options.TemplateFile ?? name);
        List<Problem> problems = [.. template.Problems, .. definition.Check(options)];
        return problems.Count > 0 ? new(problems) : new(new Rubric(definition, options, template.Value!));
    }

    /// <summary>Whether all it compares and judges is there; where not, nothing is to be asked.</summary>
    public bool Applies(RubricInput input) => Subject switch
    {
        RubricSubject.Question => true,
        RubricSubject.Trace => input.Trace?.Reasoning is not null,
        RubricSubject.Answer => input.Trace?.Answer is not null,
        RubricSubject.Baseline => input is { Trace.Answer: not null, Baseline.Answer: not null },
        _ => input.Trace?.Answer is not null && !string.IsNullOrWhiteSpace(input.Question.Reference),
    };

    /// <summary>The messages to send, with long texts fitted.</summary>
    public ImmutableArray<ChatMessage> Render(RubricInput input) => [new("user", _template.Render(name => name switch
    {
        "question" => Fitted(input.Question.Text),
        "reasoning" => Fitted(input.Trace?.Reasoning),
        "answer" => Fitted(input.Trace?.Answer),
        "baseline" => Fitted(input.Baseline?.Answer),
        _ => Common(name, input.Question),
    }))];

    /// <summary>Names what is asked: the template with ids in place of question, trace and baseline response, and the schema. The
    /// reader's version is no part of it.</summary>
    public Digest Identify(RubricIdentity identity, Question question) => Digest.Of("rubric", Name, Schema ?? "", FittedText.Version,
        $"{_options.MaxChars}",
        _template.Render(name => name switch
        {
            "question" => identity.Question.ToString(),
            "reasoning" or "answer" => identity.Trace?.ToString() ?? "",
            "baseline" => identity.Baseline?.ToString() ?? "",
            _ => Common(name, question),
        }));

    /// <summary>What a reply says.</summary>
    /// <param name="reply">The reply, whole.</param>
    /// <param name="input">What was asked about.</param>
    public RubricReading Read(Response reply, RubricInput input)
    {
        var read = _form.Read(reply);
        return read.Values is { } values ? _definition.Conclude(values, input) : read.Rejected!;
    }

    /// <summary>Asks again after a reply that cannot be read: the original, the reply, and what is wrong with it.</summary>
    public ImmutableArray<ChatMessage> Repair(RubricInput input, Response reply, Rejection why)
    {
        var original = Render(input);
        var wrong = $"Your reply cannot be used: {why.Detail} {_form.Again}";
        var said = string.IsNullOrWhiteSpace(reply.Content) ? reply.Reasoning : reply.Content;
        // Servers refuse an empty message, and two of one speaker in a row.
        return string.IsNullOrWhiteSpace(said)
            ? [original[0] with { Content = $"{original[0].Content}\n\n{wrong}" }]
            : [.. original, new("assistant", FittedText.Of(said.Trim(), LongestRepaired)), new("user", wrong)];
    }

    string Common(string name, Question question) => name switch
    {
        "reference" => Fitted(question.Reference),
        "options" => Fitted(string.Join('\n', question.Options.Select((option, at) => $"{(char)('A' + at)}. {option}"))),
        "form" => _form.Text,
        _ => _lists[name],
    };

    string Fitted(string? text) => string.IsNullOrWhiteSpace(text) ? "(none)" : FittedText.Of(text, _options.MaxChars);
}
