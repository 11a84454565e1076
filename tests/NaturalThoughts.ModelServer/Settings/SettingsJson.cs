using System.Text.Json;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.ModelServers.Faults;

namespace NaturalThoughts.ModelServers.Settings;

/// <summary>Settings as JSON:
/// <c>{"latency":"200ms","tokens_per_second":50,"slots":8,"retry_after":"1s","stall":"10m","faults":{"5xx":0.05}}</c>.</summary>
static class SettingsJson
{
    static readonly string[] Names = ["latency", "tokens_per_second", "slots", "retry_after", "stall", "faults"];

    /// <summary>The settings with what the JSON names changed; <c>faults</c> are replaced together.</summary>
    public static Checked<ServerSettings> Change(ServerSettings settings, ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind is not JsonValueKind.Object) return new([new Problem("The settings are no JSON object.")]);
            var problems = new List<Problem>();
            foreach (var member in document.RootElement.EnumerateObject()) settings = Change(settings, member, problems);
            return problems.Count == 0 ? new(settings) : new(problems);
        }
        catch (JsonException broken)
        {
            return new([new Problem($"The settings are no JSON: {broken.Message}")]);
        }
    }

    /// <summary>All settings, in the form <see cref="Change(ServerSettings, ReadOnlyMemory{byte})"/> reads.</summary>
    public static byte[] Of(ServerSettings settings) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        latency = Span.Text(settings.Latency),
        tokens_per_second = settings.TokensPerSecond,
        slots = settings.Slots,
        retry_after = Span.Text(settings.RetryAfter),
        stall = Span.Text(settings.Stall),
        faults = settings.Faults.Shares.ToDictionary(),
    });

    static ServerSettings Change(ServerSettings settings, JsonProperty member, List<Problem> problems)
    {
        switch (member.Name)
        {
            case "latency": return settings with { Latency = Time(member, problems) };
            case "retry_after": return settings with { RetryAfter = Time(member, problems) };
            case "stall": return settings with { Stall = Time(member, problems) };
            case "tokens_per_second" when member.Value is { ValueKind: JsonValueKind.Number } rate && rate.GetDouble() is >= 0 and <= 1e6:
                return settings with { TokensPerSecond = rate.GetDouble() };
            case "slots" when member.Value is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var slots) && slots >= 0:
                return settings with { Slots = slots };
            case "faults" when member.Value.ValueKind is JsonValueKind.Object
                && member.Value.EnumerateObject().All(one => one.Value.ValueKind is JsonValueKind.Number):
                var shares = FaultShares.Of([.. member.Value.EnumerateObject().Select(one => (one.Name, one.Value.GetDouble()))]);
                problems.AddRange(shares.Problems);
                return settings with { Faults = shares.Value ?? settings.Faults };
            default:
                problems.Add(Names.Contains(member.Name)
                    ? new($"`{member.Name}` cannot be {member.Value.GetRawText()}.", Expected: Expected(member.Name))
                    : new($"There is no setting `{member.Name}`.",
                        Expected: string.Join(", ", Names), Fix: NearestName.DidYouMean(member.Name, Names)));
                return settings;
        }
    }

    static TimeSpan Time(JsonProperty member, List<Problem> problems)
    {
        if (member.Value.ValueKind is JsonValueKind.String && Span.Parse(member.Value.GetString()!) is { } span) return span;
        problems.Add(new($"`{member.Name}` cannot be {member.Value.GetRawText()}.", Expected: Span.Expected));
        return default;
    }

    static string Expected(string name) => name switch
    {
        "tokens_per_second" => "a number from 0 to 1,000,000",
        "slots" => "a whole number from 0",
        _ => "an object of shares, such as {\"5xx\": 0.05}",
    };
}
