using System.Collections.Immutable;
using System.Text.Json;

namespace NaturalThoughts.Core.Rubrics.Replies;

/// <summary>One name out of a list.</summary>
sealed class ChoiceField(string name, ImmutableArray<string> options) : ReplyField(name)
{
    /// <summary>Other words for a name, folded.</summary>
    public ImmutableDictionary<string, string> Synonyms { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Members that say it as true or false, folded, and what either means.</summary>
    public ImmutableArray<(string Member, string True, string False)> Flags { get; init; } = [];

    Choices Choices => field ??= new(options) { Synonyms = Synonyms };

    // A long list stands above in the prompt.
    public override string Placeholder =>
        options.Length <= 4 ? string.Join(" | ", options.Select(option => $"\"{option}\"")) : $"\"<one {Name} of the list>\"";

    public override void WriteSchema(Utf8JsonWriter writer) => Choices.WriteSchema(writer);

    public override FieldReading Read(LooseValue value) =>
        value is not LooseText { Text: var said } ? new($"is {Shown.Of(value)}, not one of {Choices}")
        : !value.Closed ? new("breaks off")
        : Choices.Find(said) is { } meant ? new(Text: meant)
        : new($"is {Shown.Of(said)}, not one of {Choices}");

    public override FieldReading? ReadFrom(LooseObject reply)
    {
        if (base.ReadFrom(reply) is { } said) return said;
        foreach (var (member, value) in reply.Members)
        {
            var flag = Flags.FirstOrDefault(flag => flag.Member == Folded.Of(member));
            if (flag.Member is null || value is not LooseText { Closed: true, Text: var word }) continue;
            switch (Folded.Of(word))
            {
                case "true" or "yes":
                    return new(Text: flag.True);
                case "false" or "no":
                    return new(Text: flag.False);
            }
        }

        return null;
    }
}
