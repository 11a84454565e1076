using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Data.Intake;

/// <summary>A <see cref="ResponseMap"/>, made ready.</summary>
/// <param name="map">The map.</param>
/// <param name="isExpected">Whether a row without these columns has lost a response.</param>
sealed class ResponsePaths(ResponseMap map, bool isExpected)
{
    public bool IsExpected { get; } = isExpected;

    public ModelRole Role { get; } = map.Role;

    public string? Model { get; } = map.Model;

    public RowPath? Each { get; } = RowPath.Of(map.Each);

    public RowPath? ModelColumn { get; } = RowPath.Of(map.ModelColumn);

    public RowPath Content { get; } = RowPath.Of(map.Content)!;

    public RowPath? Reasoning { get; } = RowPath.Of(map.Reasoning);

    public RowPath? FinishReason { get; } = RowPath.Of(map.FinishReason);

    public RowPath? Tokens { get; } = RowPath.Of(map.Tokens);

    public RowPath? ReasoningTokens { get; } = RowPath.Of(map.ReasoningTokens);

    public RowPath? Error { get; } = RowPath.Of(map.Error);

    /// <summary>Top-level keys that the paths begin with.</summary>
    public IEnumerable<string> Roots => (Each?.Roots(false) ?? []).Concat(
        new[] { ModelColumn, Content, Reasoning, FinishReason, Tokens, ReasoningTokens, Error }.OfType<RowPath>()
            .SelectMany(path => path.Roots(Each is not null)));
}
