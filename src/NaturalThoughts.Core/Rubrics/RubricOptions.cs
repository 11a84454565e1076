using System.Collections.Immutable;
using NaturalThoughts.Core.Annotations;

namespace NaturalThoughts.Core.Rubrics;

/// <summary>What a spec can change about a rubric.</summary>
public sealed record RubricOptions
{
    /// <summary>The text of a template of the user's; null: the built-in one.</summary>
    public string? Template { get; init; }

    /// <summary>The file <see cref="Template"/> comes from, for problems.</summary>
    public string? TemplateFile { get; init; }

    /// <summary>Most UTF-16 units of each text put in; a longer one keeps its beginning and its end.</summary>
    public int MaxChars { get; init; } = 40_000;

    /// <summary>The domains <c>domain</c> chooses from.</summary>
    public ImmutableArray<string> Domains { get; init; } = KnowledgeDomain.Names;

    /// <summary>The topics <c>domain</c> chooses from; empty: the model words them itself.</summary>
    public ImmutableArray<string> Topics { get; init; } = [];

    /// <summary>The strategies <c>strategies</c> looks for.</summary>
    public ImmutableArray<Strategy> Strategies { get; init; } = StrategyTaxonomy.BuiltIn;
}
