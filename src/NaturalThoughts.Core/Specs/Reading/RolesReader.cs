using System.Collections.Immutable;
using NaturalThoughts.Core.Specs.Yaml;

namespace NaturalThoughts.Core.Specs.Reading;

/// <summary>Reads <c>roles</c>: which model does what.</summary>
static class RolesReader
{
    /// <summary>The roles, by the names of <paramref name="models"/>, and the embedder, by those of <paramref name="embedding"/>.</summary>
    public static BoundRoles Read(MapReader root, ImmutableSortedDictionary<string, ModelSpec> models, IReadOnlyCollection<string> embedding)
    {
        if (root.Map("roles", SpecShape.Roles, "roles: {teacher: r1}") is not { } roles) return BoundRoles.None;
        var bound = new Dictionary<string, string>(StringComparer.Ordinal);
        var read = new BoundRoles(
            Role(roles, "teacher", models, bound), Role(roles, "baseline", models, bound),
            One(roles, "annotator", models), One(roles, "judge", models),
            Embedder(roles, [.. models.Keys], embedding));
        roles.Finish();
        foreach (var scalar in new[] { read.Annotator, read.Judge }.OfType<YamlScalar>().DistinctBy(scalar => scalar.Text))
            if (!bound.ContainsKey(scalar.Text) && models.GetValueOrDefault(scalar.Text) is { } model
                && (model.Samples != 1 || model.Prompt != new ModelSpec { Name = "", Model = "" }.Prompt))
                roles.Reading.Report(scalar.At,
                    $"Rubrics have their own prompts and ask once: `prompt` and `samples` of `{scalar.Text}` say nothing.",
                    fix: $"Remove them from `models.{scalar.Text}`.");
        return read;
    }

    static YamlScalar? Embedder(MapReader roles, IReadOnlyCollection<string> models, IReadOnlyCollection<string> embedding)
    {
        const string Role = "embedder";
        if (roles.Text(Role, roles.Take(Role), "a model's name") is not { Text: var name } scalar) return null;
        if (embedding.Contains(name)) return scalar;
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

    static ImmutableArray<string> Role(
        MapReader roles, string role, ImmutableSortedDictionary<string, ModelSpec> models, Dictionary<string, string> bound)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        var value = roles.Take(role);
        var items = value is YamlList list ? Values.Items(role, list) : value is null ? [] : [(role, value)];
        foreach (var (key, node) in items)
        {
            if (roles.Text(key, node, "a model's name, or a list of them") is not { Text: var name } scalar) continue;
            if (IsKnown(roles, key, scalar, models) && !bound.TryAdd(name, role))
                // Its responses would have the same ids in both places.
                roles.Reading.Report(scalar.At, $"The model `{name}` is already a {bound[name]}.", fix: "Name each model once.");
            names.Add(name);
        }

        return names.ToImmutable();
    }

    // What it says depends on the rubric, so it may have any other role beside.
    static YamlScalar? One(MapReader roles, string role, ImmutableSortedDictionary<string, ModelSpec> models) =>
        roles.Text(role, roles.Take(role), "a model's name") is { } scalar && IsKnown(roles, role, scalar, models) ? scalar : null;

    static bool IsKnown(MapReader roles, string key, YamlScalar scalar, ImmutableSortedDictionary<string, ModelSpec> models)
    {
        if (models.ContainsKey(scalar.Text)) return true;
        roles.Reading.Report(scalar.At, $"`{roles.PathOf(key)}` names the unknown model `{MapReader.Cut(scalar.Text)}`.",
            models.Count > 0 ? MapReader.OneOf(models.Keys) : null,
            roles.Reading.DidYouMean(scalar.Text, models.Keys) ?? $"Add it under `models`.");
        return false;
    }
}
