using System.Collections.Immutable;
using NaturalThoughts.Core.Specs.Yaml;

namespace NaturalThoughts.Core.Specs.Reading;

/// <summary>Reads <c>roles</c>: which model does what.</summary>
static class RolesReader
{
    /// <summary>The teachers and baselines, by the names of <paramref name="models"/>.</summary>
    public static (ImmutableArray<string> Teachers, ImmutableArray<string> Baselines) Read(
        MapReader root, IReadOnlyCollection<string> models)
    {
        if (root.Map("roles", SpecShape.Roles, "roles: {teacher: r1}") is not { } roles) return ([], []);
        var bound = new Dictionary<string, string>(StringComparer.Ordinal);
        var read = (Role(roles, "teacher", models, bound), Role(roles, "baseline", models, bound));
        roles.Finish();
        return read;
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
