using System.Collections.Immutable;
using NaturalThoughts.Core.Annotations;
using NaturalThoughts.Core.Text;

namespace NaturalThoughts.Server.Console.Traces;

/// <summary>A reasoning as somebody reads it, who has some of the strategies in it marked.</summary>
/// <param name="Highlights">What could be marked.</param>
/// <param name="Marked">The strategies that are, apart by commas; null: all.</param>
public sealed record StrategyReading(Highlights Highlights, string? Marked)
{
    /// <summary>Nothing is marked.</summary>
    public const string None = "none";

    const int Colours = 6;

    static readonly Dictionary<string, string> Descriptions =
        StrategyTaxonomy.BuiltIn.ToDictionary(strategy => strategy.Name, strategy => strategy.Description);

    readonly ImmutableHashSet<string>? _marked = Marked?.Split(',').ToImmutableHashSet();

    /// <summary>How often each strategy was seen, the most frequent first.</summary>
    public ImmutableArray<StrategyCount> Strategies => Highlights.Strategies;

    /// <summary>Whether all are marked.</summary>
    public bool IsAll => Strategies.All(strategy => IsShown(strategy.Strategy));

    /// <summary>Whether one is marked.</summary>
    public bool IsShown(string strategy) => _marked?.Contains(strategy) ?? true;

    /// <summary>What is marked if one of them is turned over.</summary>
    public string? Turned(string strategy)
    {
        var marked = Strategies.Select(seen => seen.Strategy).Where(seen => IsShown(seen) != (seen == strategy)).ToList();
        return marked.Count == Strategies.Length ? null : marked.Count == 0 ? None : string.Join(',', marked);
    }

    /// <summary>By which strategy a piece is marked; null: it is not.</summary>
    public string? StrategyOf(Highlight piece) => piece.Begun.FirstOrDefault(IsShown) ?? piece.Strategies.FirstOrDefault(IsShown);

    /// <summary>The marked strategies that begin with a piece; null: none does.</summary>
    public string? NameOf(Highlight piece) =>
        string.Join(", ", piece.Begun.Where(IsShown).Select(name => Display.Line(name, 60))) is { Length: > 0 } names ? names : null;

    /// <summary>The strategies of a piece, each with what it means.</summary>
    public static string Describe(Highlight piece) =>
        string.Join("\n", piece.Strategies.Select(name => $"{Display.Line(name, 60)}: {Describe(name)}"));

    /// <summary>What a reasoner does who uses a strategy.</summary>
    public static string Describe(string strategy) => Descriptions.GetValueOrDefault(strategy, "seen by a model");

    /// <summary>The number of a strategy's colour.</summary>
    public int Colour(string strategy)
    {
        for (var at = 0; at < Strategies.Length; at++)
            if (Strategies[at].Strategy == strategy) return at % Colours;
        return 0;
    }
}
