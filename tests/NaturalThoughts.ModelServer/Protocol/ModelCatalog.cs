using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;

namespace NaturalThoughts.ModelServers.Protocol;

/// <summary>The models that a server serves.</summary>
sealed class ModelCatalog
{
    readonly FrozenSet<string> _names;

    ModelCatalog(FrozenSet<string> names, byte[] json) => (_names, Json) = (names, json);

    /// <summary>The answer of <c>GET /v1/models</c>.</summary>
    public byte[] Json { get; }

    /// <summary>Models given as <c>ID</c> or <c>ID=ROOT</c>.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static ModelCatalog Of(ImmutableArray<string> models, int maxLength)
    {
        if (models.IsEmpty) throw new InvalidDataException("No model is served: name one, or give recorded responses that name theirs.");
        var named = models.Select(model => model.Split('=', 2)).Select(parts => (Id: parts[0], Root: parts[^1])).ToList();
        var json = JsonSerializer.SerializeToUtf8Bytes(new
        {
            @object = "list",
            data = named.Select(model => new
            {
                id = model.Id,
                @object = "model",
                created = 0,
                owned_by = "naturalthoughts",
                root = model.Root,
                parent = (string?)null,
                max_model_len = maxLength,
            }),
        });
        return new(named.Select(model => model.Id).ToFrozenSet(StringComparer.Ordinal), json);
    }

    /// <summary>Whether it serves a model of this name.</summary>
    public bool Has(string model) => _names.Contains(model);
}
