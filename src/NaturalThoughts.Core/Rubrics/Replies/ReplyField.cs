using System.Collections.Immutable;
using System.Text.Json;

namespace NaturalThoughts.Core.Rubrics.Replies;

/// <summary>One part of a reply.</summary>
/// <param name="name">Its name in the reply.</param>
abstract class ReplyField(string name)
{
    /// <summary>Its name in the reply.</summary>
    public string Name => name;

    /// <summary>Other names that models give it.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Whether a reply without it can be used.</summary>
    public virtual bool Optional => false;

    /// <summary>What stands in its place in the form that prompts show.</summary>
    public abstract string Placeholder { get; }

    /// <summary>Writes the schema of its value.</summary>
    public abstract void WriteSchema(Utf8JsonWriter writer);

    /// <summary>What a value says.</summary>
    public abstract FieldReading Read(LooseValue value);

    /// <summary>The member of an object that is meant for it: exactly named, by an alias, or nearly so.</summary>
    public virtual FieldReading? ReadFrom(LooseObject reply)
    {
        string[] names = [name, .. Aliases];
        foreach (var known in names)
            foreach (var (member, value) in reply.Members.Reverse())
                if (Folded.Of(member) == Folded.Of(known)) return Read(value);
        foreach (var (member, value) in reply.Members.Reverse())
            if (Folded.Nearest(member, [name]) is not null) return Read(value);
        return null;
    }
}

/// <summary>What a field's value says.</summary>
/// <param name="Wrong">Why it says nothing, as the end of a sentence that begins with the field's name; null when it does.</param>
/// <param name="Number">A score.</param>
/// <param name="Text">A choice or a text.</param>
/// <param name="Counts">Names and how often.</param>
readonly record struct FieldReading(
    string? Wrong = null, double Number = double.NaN, string? Text = null, ImmutableSortedDictionary<string, int>? Counts = null);
