using System.Collections.Immutable;
using NaturalThoughts.Core.Specs.Yaml;

namespace NaturalThoughts.Core.Specs.Reading;

/// <summary>Reads <c>roles</c>: which model does what.</summary>
static class RolesReader
{
    /// <summary>The teachers and baselines, by the names of <paramref name="models"/>, and the embedder, by those of
    /// <paramref name="embedding"/>.</summary>
    public static (ImmutableArray<string> Teachers, ImmutableArray<string> Baselines, string? Embedder) Read(
        MapReader root, IReadOnlyCollection<string> models, IReadOnlyCollection<string> embedding)
    {
        if (root.Map("roles", SpecShape.Roles, "roles: {teacher: r1}") is not { } roles) return ([], [], null);
        var bound = new Dictionary<string, string>(StringComparer.Ordinal);
        var read = (Role(roles, "teacher", models, bound), Role(roles, "baseline", models, bound), Embedder(roles, models, embedding));
        roles.Finish();
        return read;
    }

    static string? Embedder(MapReader roles, IReadOnlyCollection<string> models, IReadOnlyCollection<string> embedding)
    {
        const string Role = "embedder";
        if (roles.Text(Role, roles.Take(Role), "a model's name") is not { Text: var name } scalar) return null;
        if (embedding.Contains(name)) return name;
        var path = roles.PathOf(Role);
        if (models.Contains(name))
            roles.Reading.Report(scalar.At, $"`{path}` names the model `{MapReader.Cut(name)}`, which chats.",
                fix: "Give it `task: embed` under `models`, or name another one.");
        else
            roles.Reading.Report(scalar.At, $"`{path}` names the unknown model `{MapReader.Cut(name)}`.",
                embedding.Count > 0 ? MapReader.OneOf(embedding) : null,
                roles.Reading.DidYouMean(name, embedding) ?? "Add it under `models`, with `task: embed`.");
        return null;
    }

    static ImmutableArray<string> Role(MapReader roles, string role, IReadOnlyCollection<string> models, Dictionary<string, string> bound)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        var value = roles.Take(role);
        var items = value is YamlList list ? Values.Items(role, list) : value is null ? [] : [(role, value)];
        foreach (var (key, node) in items)
        {
            if (roles.Text(key, node, "a model's name, or a list of them") is not { Text: var name } scalar) continue;
            if (!models.Contains(name))
                roles.Reading.Report(scalar.At, $"`{roles.PathOf(key)}` names the unknown model `{MapReader.Cut(name)}`.",
                    models.Count > 0 ? MapReader.OneOf(models) : null, roles.Reading.DidYouMean(name, models) ?? $"Add it under `models`.");
            else if (!bound.TryAdd(name, role))
                // Its responses would have the same ids in both places.
                roles.Reading.Report(scalar.At, $"The model `{name}` is already a {bound[name]}.", fix: "Name each model once.");
            names.Add(name);
        }

        return names.ToImmutable();
    }
}
