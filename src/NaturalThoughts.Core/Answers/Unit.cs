using System.Collections.Frozen;

namespace NaturalThoughts.Core.Answers;

/// <summary>A unit of measure: two quantities of one dimension are compared after conversion, exactly.</summary>
/// <param name="Dimension">What it measures; unknown units are a dimension of their own.</param>
/// <param name="Factor">How many of the dimension's base unit it is.</param>
readonly record struct Unit(string Dimension, Rational Factor)
{
    static readonly FrozenDictionary<string, Unit> Known = Table().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether conversion is known.</summary>
    public bool IsKnown => !Dimension.StartsWith('?');

    /// <summary>Reads a unit; null for blank text.</summary>
    public static Unit? Of(string text)
    {
        var name = text.Trim().TrimEnd('.').Trim().Trim('(', ')', '[', ']').Trim().Replace("{", "").Replace("}", "");
        if (name.Length == 0) return null;
        if (Known.TryGetValue(name, out var exact) || Known.TryGetValue(name.ToLowerInvariant(), out exact)) return exact;
        return new("?" + name.ToLowerInvariant(), Rational.Of(1));
    }

    static Dictionary<string, Unit> Table()
    {
        var table = new Dictionary<string, Unit>(StringComparer.Ordinal);
        void Add(string dimension, long top, long bottom, params string[] names)
        {
            foreach (var name in names) table[name] = new(dimension, Rational.Of(top, bottom)!.Value);
        }

        Add("percent", 1, 100, "%", "percent", "per cent", "percentage points");
        Add("angle", 1, 1, "°", "degrees", "degree", "deg");
        Add("currency", 1, 1, "¤", "$", "dollars", "dollar", "usd", "bucks");
        Add("currency", 1, 100, "cents", "cent", "¢");
        Add("euro", 1, 1, "€", "euros", "euro", "eur");
        Add("pound", 1, 1, "£", "gbp");
        Add("length", 1, 1, "m", "meters", "meter", "metres", "metre");
        Add("length", 1000, 1, "km", "kilometers", "kilometer", "kilometres");
        Add("length", 1, 100, "cm", "centimeters", "centimeter", "centimetres");
        Add("length", 1, 1000, "mm", "millimeters", "millimeter");
        Add("length", 1, 1_000_000_000, "nm", "nanometers");
        Add("length", 254, 10000, "in", "inches", "inch");
        Add("length", 3048, 10000, "ft", "feet", "foot");
        Add("length", 9144, 10000, "yd", "yards", "yard");
        Add("length", 1609344, 1000, "mi", "miles", "mile");
        Add("mass", 1, 1, "g", "grams", "gram", "gm");
        Add("mass", 1000, 1, "kg", "kilograms", "kilogram");
        Add("mass", 1, 1000, "mg", "milligrams");
        Add("weight", 1, 1, "lb", "lbs", "pounds", "pound");
        Add("weight", 1, 16, "oz", "ounces", "ounce");
        Add("time", 1, 1, "s", "sec", "secs", "seconds", "second");
        Add("time", 60, 1, "min", "mins", "minutes", "minute");
        Add("time", 3600, 1, "h", "hr", "hrs", "hours", "hour");
        Add("time", 86400, 1, "days", "day");
        Add("time", 604800, 1, "weeks", "week");
        Add("month", 1, 1, "months", "month");
        Add("month", 12, 1, "years", "year", "yrs");
        Add("volume", 1, 1, "l", "L", "liters", "liter", "litres");
        Add("volume", 1, 1000, "ml", "mL", "milliliters");
        Add("energy", 1, 1, "J", "joules", "joule");
        Add("energy", 1000, 1, "kJ", "kilojoules");
        Add("force", 1, 1, "N", "newtons");
        Add("power", 1, 1, "W", "watts", "watt");
        Add("power", 1000, 1, "kW", "kilowatts");
        Add("voltage", 1, 1, "V", "volts", "volt");
        Add("current", 1, 1, "A", "amperes", "amps");
        Add("temperature", 1, 1, "K", "kelvin", "kelvins");
        return table;
    }
}
