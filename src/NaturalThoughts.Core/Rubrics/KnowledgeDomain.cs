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
        new("Engineering", "technology and applied science: computing and programming, electronics, mechanics, materials, civil, energy"),
        new("Philosophy", "ethics, logic as philosophy, theory of knowledge, religion as thought"),
        new("Medicine", "health, diseases and their treatment, pharmacy, public health, human anatomy as clinical matter"),
        new("Economics", "economies, markets, finance, trade, econometrics"),
        new("Science", "mathematics, statistics, physics, chemistry, biology, astronomy, earth sciences"),
        new("Law", "law, courts, rights, politics and government"),
        new("History", "past events, periods and persons, archaeology"),
        new("Education", "teaching, learning, schools, sport and physical training"),
        new("Management", "running organisations: business, accounting, administration, logistics, libraries"),
        new("Literature and Arts", "literature, language and linguistics, music, fine arts, design, media"),
        new("Agronomy", "farming, crops, animals kept, veterinary medicine, forestry, fishery"),
        new("Sociology", "societies, cultures, groups, psychology of everyday life and of groups"),
        new("Military Science", "armed forces, strategy, weapons as used in war"),
    ];

    /// <summary>The names.</summary>
    public static ImmutableArray<string> Names { get; } = [.. BuiltIn.Select(domain => domain.Name)];
}
