namespace NaturalThoughts.Core.Requests;

/// <summary>One rendered message.</summary>
/// <param name="Role"><c>system</c>, <c>user</c> or <c>assistant</c>.</param>
/// <param name="Content">Its text.</param>
[GenerateSerializer, Immutable, Alias("nt.ChatMessage")]
public readonly record struct ChatMessage([property: Id(0)] string Role, [property: Id(1)] string Content);
