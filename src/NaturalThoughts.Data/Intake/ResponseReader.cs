using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Responses;

namespace NaturalThoughts.Data.Intake;

/// <summary>Reads the responses of one row.</summary>
sealed class ResponseReader(QuestionId question, SourceRow origin, Digest fileDigest, JsonElement row)
{
    const string Unknown = "unknown";

    readonly Dictionary<(ModelRole, string), int> _seen = [];
    readonly ImmutableArray<Fact>.Builder _facts = ImmutableArray.CreateBuilder<Fact>();

    /// <summary>A fact for each response of the maps, in their order; those that are missing are attempts.</summary>
    public ImmutableArray<Fact> Read(ImmutableArray<ResponsePaths> maps)
    {
        foreach (var map in maps) ReadMap(map);
        return _facts.DrainToImmutable();
    }

    void ReadMap(ResponsePaths map)
    {
        var whole = new RowScope(row);
        if (map.Each is null)
        {
            if (map.IsExpected || !IsWithout(map, whole)) ReadOne(map, whole, alone: true);
            return;
        }

        // An error of the whole row takes the place of the list.
        if (map.Error is { IsOfRow: true } && ErrorOf(map, whole) is { } error)
        {
            Fail(map, whole, error);
            return;
        }

        var list = map.Each.Find(whole).Value;
        var isThere = list.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);
        if (list.ValueKind is JsonValueKind.Array) ReadList(map, list);
        else if (isThere) Fail(map, whole, new("wrong-type", $"`{map.Each.Text}` is {RowText.KindOf(list)}, not a list."));
        else if (map.IsExpected) Fail(map, whole, new("empty-response", $"The row has no `{map.Each.Text}`."));
    }

    void ReadList(ResponsePaths map, JsonElement list)
    {
        var alone = list.GetArrayLength() == 1;
        var index = 0;
        foreach (var element in list.EnumerateArray()) ReadOne(map, new(row, element, index++), alone);
    }

    void ReadOne(ResponsePaths map, in RowScope scope, bool alone)
    {
        var failure = ErrorOf(map, scope);
        var content = failure is null ? TextOf(map.Content, scope, out failure) : null;
        var reasoning = failure is null ? TextOf(map.Reasoning, scope, out failure) : null;
        if (failure is null && string.IsNullOrWhiteSpace(content) && string.IsNullOrWhiteSpace(reasoning))
        {
            var reasoningToo = map.Reasoning is { } too ? $", and so is {NameOf(too)}" : "";
            failure = new("empty-response", $"{NameOf(map.Content)} is empty{reasoningToo}.");
        }

        var model = ModelOf(map, scope);
        if (model is null) failure ??= new("missing-model", $"`{map.ModelColumn!.Text}` does not name the model.");
        if (failure is not null)
        {
            Fail(map, scope, failure);
            return;
        }

        _facts.Add(new ResponseFact
        {
            Question = question,
            Origin = origin,
            Response = new()
            {
                Request = Digest.Of("import", NameOf(map.Role), model!, content ?? "", reasoning ?? ""),
                Sample = NextSample(map.Role, model!),
                Model = model!,
                Role = map.Role,
                Content = content,
                Reasoning = reasoning,
                FinishReason = map.FinishReason is { } finish ? FinishReasons.Read(finish.Find(scope).Value) : null,
                Usage = UsageOf(map, scope, alone),
            },
        });
    }

    void Fail(ResponsePaths map, in RowScope scope, Rejection failure)
    {
        var model = ModelOf(map, scope) ?? Unknown;
        _facts.Add(new AttemptFact
        {
            Question = question,
            Origin = origin,
            Request = Digest.Of(
                "import", NameOf(map.Role), model, "failed", fileDigest.ToString(), origin.Row.ToString(CultureInfo.InvariantCulture)),
            Sample = NextSample(map.Role, model),
            Role = map.Role,
            Model = model,
            Failure = failure,
        });
    }

    int NextSample(ModelRole role, string model)
    {
        var sample = _seen.GetValueOrDefault((role, model));
        _seen[(role, model)] = sample + 1;
        return sample;
    }

    static bool IsWithout(ResponsePaths map, in RowScope scope) =>
        map.Content.Find(scope).IsAbsent
        && map.Reasoning?.Find(scope).IsAbsent is not false
        && map.Error?.Find(scope).HasContent is not true;

    static string? TextOf(RowPath? path, in RowScope scope, out Rejection? fault)
    {
        fault = null;
        return path is null ? null : RowText.Read(path.Find(scope).Value, path.Text, scalars: false, out fault);
    }

    static string? ModelOf(ResponsePaths map, in RowScope scope)
    {
        var named = map.ModelColumn is { } path ? RowText.Read(path.Find(scope).Value, path.Text, true, out _) : null;
        return string.IsNullOrWhiteSpace(named) ? map.Model : named;
    }

    static Rejection? ErrorOf(ResponsePaths map, in RowScope scope)
    {
        if (map.Error?.Find(scope) is not { HasContent: true } error || error.Value.ValueKind is JsonValueKind.False) return null;
        var said = error.Value;
        if (said.ValueKind is JsonValueKind.Object && said.TryGetProperty("message"u8, out var message)) said = message;
        var text = RowText.Read(said, map.Error.Text, scalars: true, out var unreadable) ?? (unreadable is null ? "" : said.GetRawText());
        var plain = ErrorText.Plain(text);
        return new("source-error", plain.Length > 0 ? plain : "The source states an error without a message.");
    }

    /// <summary>Counts; one that stands in the row is a list's sum and taken only where the list has one element.</summary>
    static TokenUsage? UsageOf(ResponsePaths map, RowScope scope, bool alone)
    {
        var completion = CountOf(map.Tokens);
        var reasoning = CountOf(map.ReasoningTokens);
        return completion is null && reasoning is null ? null : new TokenUsage(null, completion, reasoning);

        int? CountOf(RowPath? path) => path is null || (!alone && path.IsShared) ? null : RowText.Count(path.Find(scope).Value);
    }

    static string NameOf(RowPath path) => path.Text.Length == 0 ? "The element" : $"`{path.Text}`";

    static string NameOf(ModelRole role) => role is ModelRole.Teacher ? "teacher" : "baseline";
}
