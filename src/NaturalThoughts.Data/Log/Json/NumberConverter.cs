using System.Text.Json;
using System.Text.Json.Serialization;

namespace NaturalThoughts.Data.Log.Json;

/// <summary>
/// Numbers, shortest form that reads back to the same bits. JSON knows neither NaN nor infinity: NaN is null, and an infinity is
/// ±1e999, which readers of IEEE doubles take for one.
/// </summary>
sealed class NumberConverter : JsonConverter<double>
{
    public override bool HandleNull => true;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.Null ? double.NaN : reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => Write(writer, value);

    /// <summary>Writes one number.</summary>
    public static void Write(Utf8JsonWriter writer, double value)
    {
        if (double.IsNaN(value)) writer.WriteNullValue();
        else if (double.IsInfinity(value)) writer.WriteRawValue(value > 0 ? "1e999"u8 : "-1e999"u8, skipInputValidation: true);
        else writer.WriteNumberValue(value);
    }
}
