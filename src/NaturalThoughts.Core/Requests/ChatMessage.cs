namespace NaturalThoughts.Core.Requests;

/// <summary>One rendered message.</summary>
/// <param name="Role"><c>system</c> or <c>user</c>.</param>
/// <param name="Content">Its text.</param>
public readonly record struct ChatMessage(string Role, string Content);
