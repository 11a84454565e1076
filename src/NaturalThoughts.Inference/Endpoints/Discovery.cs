using System.Collections.Immutable;
using NaturalThoughts.Inference.Generations;

namespace NaturalThoughts.Inference.Endpoints;

/// <summary>A model that an endpoint serves.</summary>
/// <param name="Id">The name requests use.</param>
/// <param name="Root">What it is loaded from, where the server says so.</param>
/// <param name="Parent">For an adapter: the model it sits on.</param>
/// <param name="MaxModelLength">Most tokens of prompt and response together.</param>
public sealed record ServedModel(string Id, string? Root = null, string? Parent = null, int? MaxModelLength = null);

/// <summary>What an endpoint says it serves, or why it did not say.</summary>
/// <param name="Models">The models; empty when it failed.</param>
/// <param name="Failure">Why it failed; null when it did not.</param>
public sealed record Discovery(ImmutableArray<ServedModel> Models, Refused? Failure = null);
