using System.Collections.Immutable;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Questions;

/// <summary>A question as one source row gives it.</summary>
[GenerateSerializer, Immutable, Alias("nt.Question")]
public sealed record Question
{
    /// <summary>What the model is asked; multiple-choice options are part of the text.</summary>
    [Id(0)] public required string Text { get; init; }

    /// <summary>The right answer, if the source has one.</summary>
    [Id(1)] public string? Reference { get; init; }

    /// <summary>The options of a multiple-choice question in order (A, B, …); empty for an open one.</summary>
    [Id(2)] public ImmutableArray<string> Options { get; init; } = [];

    /// <summary>The source's name.</summary>
    [Id(3)] public required string Source { get; init; }

    /// <summary>SPDX id of the source's licence.</summary>
    [Id(4)] public string? License { get; init; }

    /// <summary>Text features the source states, by column name (<c>domain</c>, <c>topic</c>).</summary>
    [Id(5)] public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Numeric features the source states, by column name.</summary>
    [Id(6)] public ImmutableSortedDictionary<string, double> Scores { get; init; } = ImmutableSortedDictionary<string, double>.Empty;

    /// <summary>The id of <see cref="Text"/>.</summary>
    [Id(7)] public required QuestionId Id { get; init; }
}
