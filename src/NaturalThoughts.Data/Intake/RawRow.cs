using System.Text.Json;
using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Data.Intake;

/// <summary>One row as a format gives it: a JSON object, or why it is none.</summary>
/// <param name="Number">1-based row.</param>
/// <param name="Document">The object; valid until the next row is asked for; disposed by who receives it.</param>
/// <param name="Rejected">Why there is no object.</param>
readonly record struct RawRow(long Number, JsonDocument? Document, Rejection? Rejected)
{
    public static RawRow Bad(long number, string reason, string detail) => new(number, null, new(reason, detail));
}
