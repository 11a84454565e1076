using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NaturalThoughts.Core.Rubrics.Replies;

/// <summary>A score from 0 to a whole number: asked for as a whole one, read in steps of 0.1.</summary>
sealed partial class ScoreField(string name, int most) : ReplyField(name)
{
    static readonly string[] Words = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

    public override string Placeholder => $"<whole number from 0 to {most}>";

    // An enumeration, because not every constrained decoder knows `minimum` and `maximum`.
    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "integer");
        writer.WriteStartArray("enum");
        for (var score = 0; score <= most; score++) writer.WriteNumberValue(score);
        writer.WriteEndArray();
    }

    public override FieldReading Read(LooseValue value)
    {
        if (!value.Closed) return new("breaks off");
        if (value is not LooseText { Text: var text } || Number(text.Trim().TrimEnd('.')) is not { } score)
            return new($"is {Shown.Of(value)}, not a number from 0 to {most}");
        // Half a model's replies out of range are on another scale: nobody knows which, so nothing is clamped.
        return score >= 0 && score <= most ? new(Number: Math.Round(score, 1, MidpointRounding.AwayFromZero))
            : new($"is {Shown.Of(value)}, outside 0 to {most}");
    }

    double? Number(string text)
    {
        var word = Array.IndexOf(Words, text.ToLowerInvariant());
        if (word >= 0) return word;
        if (Score().Match(text) is not { Success: true } match) return null;
        if (match.Groups["of"] is { Success: true } of && of.Value != most.ToString(CultureInfo.InvariantCulture)) return null;
        return double.Parse(match.Groups["score"].Value.Replace(',', '.'), CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"\A(?<score>[-−]?[0-9]{1,9}(?:[.,][0-9]{1,9})?)(?:\s*(?:/|out of|of)\s*(?<of>[0-9]{1,9})(?:\.0)?)?\z",
        RegexOptions.IgnoreCase)]
    private static partial Regex Score();
}
