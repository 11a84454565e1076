namespace NaturalThoughts.Server.Access;

/// <summary>Something that was changed, or was to be changed or looked at by somebody who may not.</summary>
/// <param name="Time">When it was answered.</param>
/// <param name="Who">The key's name or the token's subject; null: nobody the server knows.</param>
/// <param name="By">How they are known.</param>
/// <param name="Role">Their role.</param>
/// <param name="From">The address it was asked from.</param>
/// <param name="Method">The request's method.</param>
/// <param name="Path">The request's path, without its query.</param>
/// <param name="Status">The HTTP status it was answered with.</param>
/// <param name="Run">The run it was about.</param>
sealed record AuditLine(
    DateTimeOffset Time, string? Who, string? By, Role? Role, string? From, string Method, string Path, int Status, string? Run);
