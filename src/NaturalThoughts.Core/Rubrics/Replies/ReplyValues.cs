using System.Collections.Immutable;

namespace NaturalThoughts.Core.Rubrics.Replies;

/// <summary>What a reply says, by field.</summary>
sealed class ReplyValues(ImmutableDictionary<string, FieldReading> fields)
{
    /// <summary>A score.</summary>
    public double Number(string field) => fields[field].Number;

    /// <summary>A choice or a text.</summary>
    public string Text(string field) => fields[field].Text!;

    /// <summary>Names and how often.</summary>
    public ImmutableSortedDictionary<string, int> Counts(string field) => fields[field].Counts!;
}
