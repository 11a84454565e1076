using System.Text.Json.Serialization;
using NaturalThoughts.Data.Log.Json;

namespace NaturalThoughts.Data.Log.Control;

/// <summary>A file of the control log.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Commit">Id of the commit that made it.</param>
/// <param name="Format">Version of the format.</param>
/// <param name="At">When.</param>
/// <param name="Control">What happened.</param>
sealed record ControlFile(int Number, Guid Commit, int Format, DateTimeOffset At, ControlEntry Control);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(TextConverter), typeof(DigestConverter)])]
[JsonSerializable(typeof(ControlFile))]
sealed partial class ControlJsonContext : JsonSerializerContext;
