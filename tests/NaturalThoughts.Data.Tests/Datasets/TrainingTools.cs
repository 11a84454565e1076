using System.Text.Json.Nodes;
using NaturalThoughts.Data.Datasets.Layouts;
using YamlDotNet.Serialization;

namespace NaturalThoughts.Data.Tests.Datasets;

/// <summary>What a training tool takes from a row: who says what.</summary>
sealed record Taken(string? System, string User, string Assistant, string? Rejected = null);

/// <summary>
/// How TRL, axolotl and LLaMA-Factory read rows, written after their own code; null where a tool does not take the layout.
/// </summary>
static class TrainingTools
{
    /// <summary>TRL knows a dataset's type by its columns, and takes messages of role and content only.</summary>
    public static Taken Trl(JsonObject row)
    {
        string[] known = ["prompt", "completion", "messages", "chosen", "rejected"];
        var columns = known.Where(row.ContainsKey).ToArray();
        Assert.True(
            columns is ["prompt", "completion"] or ["messages"] or ["prompt", "chosen", "rejected"],
            $"TRL knows no dataset with {string.Join(", ", columns)}.");
        var turns = columns.ToDictionary(column => column, column => Messages(row[column]!));
        var whole = columns is ["messages"] ? turns["messages"] : [.. turns["prompt"], .. turns[columns[1]]];
        var system = whole[0].Role == "system" ? whole[0].Content : null;
        var (user, assistant) = (whole[^2], whole[^1]);
        Assert.Equal(("user", "assistant", system is null ? 2 : 3), (user.Role, assistant.Role, whole.Length));
        if (columns is not ["messages"]) Assert.Equal("user", turns["prompt"][^1].Role);
        var rejected = columns is [_, _, "rejected"] ? Assert.Single(turns["rejected"]) : default;
        if (columns is [_, _, "rejected"]) Assert.Equal("assistant", rejected.Role);
        return new(system, user.Content, assistant.Content, rejected.Content);
    }

    static (string Role, string Content)[] Messages(JsonNode list) =>
        [.. list.AsArray().Select(message => ((string)message!["role"]!, (string)message["content"]!))];

    /// <summary>axolotl's readers of lists and of Alpaca, under the keys the card gives.</summary>
    public static Taken? Axolotl(JsonObject row, DatasetLayout layout)
    {
        if (layout.Axolotl is null) return null;
        var keys = new Deserializer().Deserialize<Dictionary<string, object>>(layout.Axolotl);
        if (keys["type"] is "alpaca")
        {
            Assert.Equal("", (string?)row["input"]);
            return new(null, (string)row["instruction"]!, (string)row["output"]!);
        }

        var properties = keys.TryGetValue("message_property_mappings", out var mapped)
            ? ((Dictionary<object, object>)mapped).ToDictionary(pair => $"{pair.Key}", pair => $"{pair.Value}")
            : new() { ["role"] = "role", ["content"] = "content" };
        var roles = Roles(keys);
        var messages = row[$"{keys["field_messages"]}"]!;
        var turns = messages is JsonArray list ? list.Select(turn => Turn(turn!)).ToList() : [("user", (string)messages!)];
        var pairs = keys["type"] is "chat_template.default";
        var system = turns[0].Role == "system" ? turns[0].Content : null;
        if (system is not null) turns.RemoveAt(0);
        if (pairs) return new(system, Only("user", turns), Side("field_chosen"), Side("field_rejected"));
        Assert.Equal("chat_template", keys["type"]);
        Assert.Equal(["assistant"], ((List<object>)keys["roles_to_train"]).Select(role => $"{role}"));
        Assert.Equal(["user", "assistant"], turns.Select(turn => turn.Role));
        return new(system, turns[0].Content, turns[1].Content);

        (string Role, string Content) Turn(JsonNode turn) =>
            (roles[(string)turn[properties["role"]]!], (string)turn[properties["content"]]!);

        // A text, one message, or a list of which the last counts.
        string Side(string key) => row[$"{keys[key]}"]! switch
        {
            JsonArray list => Only("assistant", [Turn(list[^1]!)]),
            JsonObject message => Only("assistant", [Turn(message)]),
            var text => (string)text!,
        };
    }

    static string Only(string role, IReadOnlyCollection<(string Role, string Content)> turns)
    {
        var turn = Assert.Single(turns);
        Assert.Equal(role, turn.Role);
        return turn.Content;
    }

    // For training on conversations axolotl knows ShareGPT's names by itself, for preferences it does not.
    static Dictionary<string, string> Roles(Dictionary<string, object> keys)
    {
        if (keys.TryGetValue("roles", out var given))
            return ((Dictionary<object, object>)given)
                .SelectMany(role => ((List<object>)role.Value).Select(name => (Name: $"{name}", Role: $"{role.Key}")))
                .ToDictionary(role => role.Name, role => role.Role);
        Dictionary<string, string> roles = new() { ["user"] = "user", ["assistant"] = "assistant", ["system"] = "system" };
        if (keys["type"] is "chat_template") (roles["human"], roles["gpt"]) = ("user", "assistant");
        return roles;
    }

    /// <summary>LLaMA-Factory's converters, under the entry of <c>dataset_info.json</c>.</summary>
    public static Taken? LlamaFactory(JsonObject row, JsonNode? entry)
    {
        if (entry is null) return null;
        var columns = entry["columns"]!;
        var ranking = (bool?)entry["ranking"] ?? false;
        string? Column(string name) => columns[name] is { } column ? (string?)row[(string)column!] : null;
        if ((string)entry["formatting"]! == "alpaca")
        {
            var query = new[] { Column("prompt"), Column("query") }.Where(part => !string.IsNullOrEmpty(part));
            return new(NullIfEmpty(Column("system")), string.Join('\n', query),
                ranking ? Column("chosen")! : Column("response")!, ranking ? Column("rejected") : null);
        }

        Assert.Equal("sharegpt", (string)entry["formatting"]!);
        var tags = entry["tags"]!;
        var turns = row[(string)columns["messages"]!]!.AsArray().Select(Turn).ToList();
        var system = Column("system");
        if (tags["system_tag"] is { } systemTag && turns[0].Role == (string)systemTag!)
        {
            system = turns[0].Content;
            turns.RemoveAt(0);
        }

        Assert.Equal(ranking ? [Tag("user_tag")] : [Tag("user_tag"), Tag("assistant_tag")], turns.Select(turn => turn.Role));
        if (!ranking) return new(NullIfEmpty(system), turns[0].Content, turns[1].Content);
        var (chosen, rejected) = (Turn(row[(string)columns["chosen"]!]!.AsObject()), Turn(row[(string)columns["rejected"]!]!.AsObject()));
        Assert.Equal((Tag("assistant_tag"), Tag("assistant_tag")), (chosen.Role, rejected.Role));
        return new(NullIfEmpty(system), turns[0].Content, chosen.Content, rejected.Content);

        string Tag(string name) => (string)tags[name]!;

        (string Role, string Content) Turn(JsonNode? turn) => ((string)turn![Tag("role_tag")]!, (string)turn[Tag("content_tag")]!);
    }

    static string? NullIfEmpty(string? text) => text is "" ? null : text;
}
