using System.Collections.Immutable;

namespace NaturalThoughts.Core.Rubrics.Replies;

/// <summary>One object of a reply, tried as the reply.</summary>
/// <param name="Values">What it says; null when it cannot be read.</param>
/// <param name="Found">How many of the fields it names.</param>
/// <param name="Wrong">What is wrong, in sentences; null when nothing is.</param>
sealed record Attempt(ReplyValues? Values, int Found, string? Wrong)
{
    public static Attempt Of(IReadOnlyList<(ReplyField Field, FieldReading? Said)> fields, bool closed)
    {
        var found = fields.Count(field => field.Said is not null);
        var wrong = fields.Where(field => !field.Field.Optional).Select(field => field.Said switch
        {
            null => closed ? $"`{field.Field.Name}` is missing." : $"The reply breaks off before `{field.Field.Name}`.",
            { Wrong: { } why } => $"`{field.Field.Name}` {why}.",
            _ => null,
        }).OfType<string>().ToList();
        return wrong.Count > 0 ? new(null, found, string.Join(' ', wrong))
            : new(new(fields.ToImmutableDictionary(field => field.Field.Name, field => field.Said ?? default)), found, null);
    }
}
