using System.Globalization;

namespace NaturalThoughts.Core.Features;

/// <summary>What a column holds.</summary>
[GenerateSerializer, Alias("nt.FeatureKind")]
public enum FeatureKind
{
    /// <summary>A number, or null.</summary>
    Number,

    /// <summary>True, false or null (unknown).</summary>
    Flag,

    /// <summary>A short text from few values, or null.</summary>
    Text,
}

/// <summary>One value of a column.</summary>
[GenerateSerializer, Immutable, Alias("nt.FeatureValue")]
public readonly record struct FeatureValue
{
    /// <summary>The number, or 1 and 0 for a flag; NaN for null.</summary>
    [Id(0)] public double Number { get; private init; }

    /// <summary>The text of a text value.</summary>
    [Id(1)] public string? Text { get; private init; }

    /// <summary>What it is; null values have none.</summary>
    [Id(2)] public FeatureKind? Kind { get; private init; }

    /// <summary>The value nobody knows.</summary>
    public static FeatureValue Null => new() { Number = double.NaN };

    /// <summary>A number; NaN becomes null.</summary>
    public static FeatureValue Of(double number) => double.IsNaN(number) ? Null : new() { Number = number, Kind = FeatureKind.Number };

    /// <summary>A flag; null is “cannot tell”.</summary>
    public static FeatureValue Of(bool? flag) => flag is { } known ? new() { Number = known ? 1 : 0, Kind = FeatureKind.Flag } : Null;

    /// <summary>A text; null stays null.</summary>
    public static FeatureValue Of(string? text) =>
        text is null ? Null : new() { Number = double.NaN, Text = text, Kind = FeatureKind.Text };

    /// <summary>Whether nobody knows it.</summary>
    public bool IsNull => Kind is null;

    /// <summary>The flag; null when unknown or not a flag.</summary>
    public bool? Flag => Kind is FeatureKind.Flag ? Number != 0 : null;

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        null => "null",
        FeatureKind.Flag => Number != 0 ? "true" : "false",
        FeatureKind.Text => Text!,
        _ => Number.ToString("R", CultureInfo.InvariantCulture),
    };
}
