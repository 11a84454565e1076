using System.Text.Json.Serialization;
using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Data.Log.Json;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true, // keys and ids that follow from the rest
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, // a reader that drops what it does not know would lose facts
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters =
    [
        typeof(TextConverter), typeof(NumberConverter), typeof(DigestConverter), typeof(QuestionIdConverter), typeof(TraceIdConverter),
        typeof(FeatureValueConverter), typeof(RoleConverter),
    ])]
[JsonSerializable(typeof(Fact))]
[JsonSerializable(typeof(IntakeFact))]
[JsonSerializable(typeof(ResponseFact))]
[JsonSerializable(typeof(AttemptFact))]
[JsonSerializable(typeof(AnnotationFact))]
[JsonSerializable(typeof(SealFact))]
[JsonSerializable(typeof(ReopenFact))]
[JsonSerializable(typeof(RemovalFact))]
sealed partial class FactJsonContext : JsonSerializerContext;
