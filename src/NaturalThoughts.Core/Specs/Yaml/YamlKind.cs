using System.Globalization;
using System.Text.RegularExpressions;

namespace NaturalThoughts.Core.Specs.Yaml;

/// <summary>What an unquoted scalar stands for in YAML 1.2's core schema, decimal numbers only.</summary>
static partial class YamlKind
{
    /// <summary>The value's kind with its article, as messages name it.</summary>
    public static string Of(YamlNode node) => node switch
    {
        YamlMap => "a map",
        YamlList => "a list",
        YamlScalar { IsNull: true } => "empty",
        YamlScalar { Plain: true } scalar when Number().IsMatch(scalar.Text) => "a number",
        YamlScalar scalar when scalar.Text.EndsWith('%') && TryShare(scalar.Text, out _) => "a percentage",
        YamlScalar { Plain: true, Text: "true" or "false" } => "a truth value",
        _ => "a text",
    };

    /// <summary>Reads a decimal number; false for texts in quotes and everything else.</summary>
    public static bool TryNumber(YamlNode? node, out double number)
    {
        number = double.NaN;
        return node is YamlScalar { Plain: true } scalar && Number().IsMatch(scalar.Text)
            && double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
    }

    /// <summary>Reads a whole number exactly, <c>8e9</c> included.</summary>
    public static bool TryWhole(YamlNode? node, out decimal number)
    {
        number = 0;
        // Decimals round 1e-60 to zero; doubles do not.
        return TryNumber(node, out var real) && double.IsInteger(real) && node is YamlScalar scalar
            && decimal.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && decimal.IsInteger(number);
    }

    /// <summary>Reads <c>0.01</c> or <c>1%</c>.</summary>
    public static bool TryShare(string text, out double share)
    {
        var percent = text.EndsWith('%');
        var digits = percent ? text[..^1].TrimEnd() : text;
        share = double.NaN;
        if (!Number().IsMatch(digits)
            || !double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out share)) return false;
        if (percent) share /= 100;
        return true;
    }

    [GeneratedRegex(@"\A[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,6})?\z")]
    private static partial Regex Number();
}
