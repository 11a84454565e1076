using System.Collections.Immutable;
using System.Net;
using NaturalThoughts.ModelServers.Answers;
using NaturalThoughts.ModelServers.Protocol;
using NaturalThoughts.ModelServers.Settings;

namespace NaturalThoughts.ModelServers;

/// <summary>What a <see cref="ModelServer"/> is for all its life.</summary>
public sealed record ModelServerOptions
{
    /// <summary>The address to listen at.</summary>
    public IPAddress Host { get; init; } = IPAddress.Loopback;

    /// <summary>The port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The models served, as <c>ID</c> or <c>ID=ROOT</c>; none: those that the recorded responses name.</summary>
    public ImmutableArray<string> Models { get; init; } = [];

    /// <summary>Most tokens of a prompt and its answer together; a longer prompt gets a 400.</summary>
    public int MaxModelLength { get; init; } = 131_072;

    /// <summary>Where reasoning is sent.</summary>
    public ReasoningField ReasoningField { get; init; } = ReasoningField.ReasoningContent;

    /// <summary>How long generated reasoning is.</summary>
    public TokenRange ReasoningTokens { get; init; } = new(200, 8000);

    /// <summary>Files of recorded responses; what they do not hold is generated.</summary>
    public ImmutableArray<RecordedSource> Recorded { get; init; } = [];

    /// <summary>What questions stand in where they are asked, with <c>{question}</c> in its place: for finding recorded
    /// responses.</summary>
    public string Prompt { get; init; } = "{question}";

    /// <summary>A file that gets a line for each answer sent whole, and whose lines are counted on start; null: none.</summary>
    public string? Log { get; init; }

    /// <summary>Share of requests for a schema that are answered by something else.</summary>
    public double Unreadable { get; init; }

    /// <summary>Is told the model and the question of each request that is taken on, before it is answered; of one that asks for a schema, a
    /// name that the answer's reasoning repeats.</summary>
    public Action<string, string>? Taken { get; init; }

    /// <summary>Tells servers apart that are to fail with different requests.</summary>
    public ulong FaultSeed { get; init; }

    /// <summary>The settings to begin with.</summary>
    public ServerSettings Settings { get; init; } = new();
}
