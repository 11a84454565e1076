using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Core.Annotations;

/// <summary>What a trace annotator is given.</summary>
/// <param name="Question">The question's text.</param>
/// <param name="Response">The response, whole.</param>
/// <param name="Text">Its parts.</param>
/// <param name="Tokens">Its lengths.</param>
sealed record Reading(string Question, Response Response, TraceText Text, TokenAccount Tokens);
