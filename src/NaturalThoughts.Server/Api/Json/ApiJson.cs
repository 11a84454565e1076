using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NaturalThoughts.Server.Api.Json;

/// <summary>How results are written as JSON, by the HTTP interface and by <c>--json</c>.</summary>
public static class ApiJson
{
    /// <summary>Snake case, no nulls, ids as hex digits, values as what they look like.</summary>
    public static JsonSerializerOptions Options { get; } = Made();

    /// <summary>Sets options to those.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower));
        options.Converters.Add(new IdJson());
        options.Converters.Add(new FeatureJson());
        options.Converters.Add(new SecondsJson());
        options.Converters.Add(new FactsJson());
        options.Converters.Add(new DossierJson());
    }

    static JsonSerializerOptions Made()
    {
        var options = new JsonSerializerOptions();
        Apply(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
