using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Data.Log.Json;

namespace NaturalThoughts.Server.Api.Json;

/// <summary>Facts as in the log.</summary>
sealed class FactsJson : JsonConverter<Fact>
{
    public override bool CanConvert(Type type) => type == typeof(Fact);

    public override Fact Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        using var fact = JsonDocument.ParseValue(ref reader);
        return FactJson.Read(Encoding.UTF8.GetBytes(fact.RootElement.GetRawText()));
    }

    public override void Write(Utf8JsonWriter writer, Fact value, JsonSerializerOptions options) =>
        writer.WriteRawValue(FactJson.Write(value), skipInputValidation: true);
}

/// <summary>A dossier as its id and its facts: all else follows from them.</summary>
sealed class DossierJson : JsonConverter<QuestionDossier>
{
    public override QuestionDossier Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        var written = JsonSerializer.Deserialize<Written>(ref reader, options)!;
        return new() { Id = written.Id, Facts = written.Facts };
    }

    public override void Write(Utf8JsonWriter writer, QuestionDossier value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, new Written(value.Id, value.Facts), options);

    sealed record Written(QuestionId Id, ImmutableArray<Fact> Facts);
}
