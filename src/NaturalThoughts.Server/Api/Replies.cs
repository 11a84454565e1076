using System.Collections.Immutable;

namespace NaturalThoughts.Server.Api;

/// <summary>Who answers.</summary>
/// <param name="Product">This program.</param>
/// <param name="Version">Its version.</param>
/// <param name="Cluster">The cluster's id.</param>
public sealed record About(string Product, string Version, string Cluster);

/// <summary>The runs there are.</summary>
/// <param name="Root">The folder they are in.</param>
/// <param name="Runs">Their names.</param>
public sealed record RunList(string Root, ImmutableArray<string> Runs);

/// <summary>Which failures to reopen.</summary>
/// <param name="Reason">Their reason.</param>
public sealed record RetryOrder(string Reason);

/// <summary>What was reopened.</summary>
/// <param name="Run">The run.</param>
/// <param name="Reason">The reason.</param>
/// <param name="Reopened">How many failures.</param>
public sealed record RetryReply(string Run, string Reason, int Reopened);

/// <summary>What a run was told.</summary>
/// <param name="Run">The run.</param>
/// <param name="State">What it is now.</param>
public sealed record CourseReply(string Run, string State);
