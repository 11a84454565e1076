using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace NaturalThoughts.Server.Api.Json;

/// <summary>Refuses a request that lacks a value, or has null in its place. The framework does not look into lists.</summary>
static class NoNulls
{
    /// <summary>Sets options to that.</summary>
    public static void Apply(JsonSerializerOptions options)
    {
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(CheckLists);
    }

    static void CheckLists(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
            if (property.PropertyType == typeof(ImmutableArray<string>) && property.Set is { } set)
                property.Set = (owner, value) =>
                {
                    if (value is ImmutableArray<string> texts && texts.Contains(null!))
                        throw new JsonException($"`{property.Name}` holds null in place of a text.");
                    set(owner, value);
                };
    }
}
