using System.Collections.Immutable;

namespace NaturalThoughts.Core.Rubrics;

/// <summary>A top-level domain of knowledge.</summary>
/// <param name="Name">Its name in the column <c>domain</c>.</param>
/// <param name="Description">What belongs to it.</param>
public sealed record KnowledgeDomain(string Name, string Description)
{
    /// <summary>The 13 disciplines of SuperGPQA; the descriptions are ours.</summary>
    public static ImmutableArray<KnowledgeDomain> BuiltIn { get; } =
    [
        new("Engineering", "computing and programming, electronics, machines, materials, building, chemical plants, energy, transport"),
        new("Philosophy", "ethics, logic as philosophy, theory of knowledge, metaphysics, thought of religions"),
        new("Medicine", "health, diseases and their treatment, pharmacy, public health, medical basics"),
        new("Economics", "economies, markets, finance, trade, econometrics"),
        new("Science", "mathematics, statistics, physics, chemistry, biology, astronomy, geography, earth sciences"),
        new("Law", "law, courts, rights, politics, government"),
        new("History", "past events, periods and persons, archaeology"),
        new("Education", "teaching and learning, schools, psychology, sport and physical training"),
        new("Management", "running organisations: business, accounting, administration, logistics, libraries"),
        new("Literature and Arts", "literature, languages and linguistics, music, fine arts, design, journalism"),
        new("Agronomy", "farming, crops, animals and their diseases, forestry, fishery"),
        new("Sociology", "societies, cultures, groups, social problems"),
        new("Military Science", "armed forces, strategy, warfare, weapons in use"),
    ];

    /// <summary>The names.</summary>
    public static ImmutableArray<string> Names { get; } = [.. BuiltIn.Select(domain => domain.Name)];
}
