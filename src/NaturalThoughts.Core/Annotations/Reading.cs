using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Core.Annotations;

/// <summary>What a trace annotator is given.</summary>
/// <param name="Question">The question's text.</param>
/// <param name="Response">The response, whole.</param>
/// <param name="Text">Its parts.</param>
/// <param name="Tokens">Its lengths.</param>
sealed record Reading(string Question, Response Response, TraceText Text, TokenAccount Tokens) : IDisposable
{
    TextWords? _words;

    /// <summary>The reasoning's words, cut when somebody asks; null without reasoning.</summary>
    public TextWords? Words => _words ??= Text.Reasoning is { } reasoning ? new(reasoning) : null;

    /// <inheritdoc/>
    public void Dispose() => _words?.Dispose();
}
