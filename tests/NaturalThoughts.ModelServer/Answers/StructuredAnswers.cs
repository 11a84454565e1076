using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NaturalThoughts.ModelServers.Faults;
using NaturalThoughts.ModelServers.Protocol;

namespace NaturalThoughts.ModelServers.Answers;

/// <summary>Makes up answers that have the JSON schema a request asks for: the same request gets the same bytes.</summary>
/// <param name="unreadable">Share of requests that get something else all the same.</param>
sealed class StructuredAnswers(double unreadable)
{
    const int MostItems = 3;

    /// <summary>The answer to a request; null when it asks for no schema. Its reasoning names the request.</summary>
    public Answer? Of(in ChatRequest request)
    {
        if (request.Schema is not { } schema) return null;
        var chance = new Chance(request.Answer, seed: 3);
        var content = chance.NextShare() < unreadable
            ? "Let me think about that." : Value(JsonElement.Parse(schema), ref chance)!.ToJsonString();
        return new(Encoding.UTF8.GetBytes(NameOf(request)), Encoding.UTF8.GetBytes(content));
    }

    /// <summary>What names a request that asks for a schema.</summary>
    public static string NameOf(in ChatRequest request) => string.Create(CultureInfo.InvariantCulture, $"request {request.Content:x32}");

    static JsonNode? Value(JsonElement schema, ref Chance chance)
    {
        if (schema.TryGetProperty("enum", out var choices))
            return JsonNode.Parse(choices[(int)(chance.Next() % (uint)choices.GetArrayLength())].GetRawText());
        switch (schema.GetProperty("type").GetString())
        {
            case "object":
                var members = new JsonObject();
                foreach (var member in schema.GetProperty("properties").EnumerateObject())
                    members[member.Name] = Value(member.Value, ref chance);
                return members;
            case "array":
                var items = new JsonArray();
                for (var left = chance.Next() % (MostItems + 1); left > 0; left--)
                    items.Add(Value(schema.GetProperty("items"), ref chance));
                return items;
            case "integer" or "number":
                return 1 + (int)(chance.Next() % 9);
            case "boolean":
                return (chance.Next() & 1) == 0;
            default:
                return $"word {chance.Next() % 10}";
        }
    }
}
