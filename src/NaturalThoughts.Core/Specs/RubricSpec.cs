using System.Collections.Immutable;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Rubrics;

namespace NaturalThoughts.Core.Specs;

/// <summary>A judgement that a spec has a model make.</summary>
public sealed record RubricSpec
{
    /// <summary>The rubric's name, one of <see cref="Rubric.Names"/>.</summary>
    public required string Name { get; init; }

    /// <summary>In which role the model is asked: annotator or judge.</summary>
    public required ModelRole By { get; init; }

    /// <summary>A file with a template of the user's; null: none, or its text is in <see cref="Prompt"/>.</summary>
    public string? Template { get; init; }

    /// <summary>The text of a template of the user's; null: the built-in one.</summary>
    public string? Prompt { get; init; }

    /// <summary>Most UTF-16 units of each text put in; null: the rubric's own bound.</summary>
    public int? MaxChars { get; init; }

    /// <summary>Domains to choose from; empty: the built-in ones.</summary>
    public ImmutableArray<string> Domains { get; init; } = [];

    /// <summary>Topics to choose from; empty: the model words them itself.</summary>
    public ImmutableArray<string> Topics { get; init; } = [];

    /// <summary>Whether all of it is as the rubric has it.</summary>
    public bool IsPlain => (Template ?? Prompt) is null && MaxChars is null && Domains.IsEmpty && Topics.IsEmpty;

    /// <summary>The rubric, or every problem of its template and lists.</summary>
    public Checked<Rubric> Build()
    {
        var options = new RubricOptions { Template = Prompt, TemplateFile = Template, Topics = Topics };
        if (MaxChars is { } most) options = options with { MaxChars = most };
        if (!Domains.IsEmpty) options = options with { Domains = Domains };
        return Rubric.Of(Name, options);
    }

    /// <summary>Most judgements about a question with so many traces and baseline responses.</summary>
    public long MostCases(int traces, int baselines) => Rubric.Of(Name, new()).Value?.Subject switch
    {
        RubricSubject.Question => 1,
        RubricSubject.Baseline => (long)traces * baselines,
        _ => traces,
    };
}
