using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Data.Log.Control;

/// <summary>Something that operators did to a run, or that the run did as a whole.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "entry")]
[JsonDerivedType(typeof(SpecAccepted), "spec_accepted")]
[JsonDerivedType(typeof(Paused), "paused")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(Finished), "finished")]
[JsonDerivedType(typeof(BudgetSpent), "budget_spent")]
[JsonDerivedType(typeof(Cancelled), "cancelled")]
[JsonDerivedType(typeof(SelectionMade), "selection_made")]
[JsonDerivedType(typeof(DatasetEmitted), "dataset_emitted")]
[JsonDerivedType(typeof(Reopened), "reopened")]
[JsonDerivedType(typeof(SourceRead), "source_read")]
[JsonDerivedType(typeof(Cleaned), "cleaned")]
public abstract record ControlEntry;

/// <summary>The run has this spec from here on.</summary>
/// <param name="Spec">Digest of the text.</param>
/// <param name="Text">The spec's YAML, with its defaults.</param>
/// <param name="Folder">The folder its paths are relative to.</param>
/// <param name="Benchmarks">Digest of the benchmark files it names, as they were then; null: it names none.</param>
public sealed record SpecAccepted(Digest Spec, string Text, string Folder, Digest? Benchmarks = null) : ControlEntry;

/// <summary>No new calls start.</summary>
public sealed record Paused : ControlEntry;

/// <summary>The run is at work, and whoever finds it idle goes on with it.</summary>
/// <param name="Limit">Most different questions to take in; null: all.</param>
public sealed record Started(long? Limit) : ControlEntry;

/// <summary>All that the spec in force asks for is done.</summary>
public sealed record Finished : ControlEntry;

/// <summary>What the spec in force asks for is done as far as its budget of tokens goes.</summary>
/// <param name="OutputTokens">The budget.</param>
public sealed record BudgetSpent(long OutputTokens) : ControlEntry;

/// <summary>The run will make no more calls; what it has stays selectable.</summary>
public sealed record Cancelled : ControlEntry;

/// <summary>A recipe picked traces.</summary>
/// <param name="Name">The selection's name.</param>
/// <param name="Recipe">The recipe's canonical text.</param>
/// <param name="Seed">Seed of all chance.</param>
/// <param name="Size">How many were asked for; null: all eligible.</param>
/// <param name="Snapshot">Digest of the facts it was made on.</param>
/// <param name="Counts">What the selection counted, by name (<c>eligible</c>, <c>selected</c>, …).</param>
public sealed record SelectionMade(
    string Name, string Recipe, ulong Seed, long? Size, Digest Snapshot, ImmutableSortedDictionary<string, long> Counts) : ControlEntry;

/// <summary>A dataset was published.</summary>
/// <param name="Name">The dataset's name.</param>
/// <param name="Selection">The selection it was emitted from.</param>
/// <param name="Manifest">Digest of its manifest.</param>
/// <param name="Counts">Rows and whatever else was counted, by name.</param>
public sealed record DatasetEmitted(
    string Name, string Selection, Digest Manifest, ImmutableSortedDictionary<string, long> Counts) : ControlEntry;

/// <summary>A class of dead letters is tried again.</summary>
/// <param name="Reason">The class.</param>
/// <param name="Subjects">How many.</param>
public sealed record Reopened(string Reason, long Subjects) : ControlEntry;

/// <summary>Intake of a file is complete: every row's outcome is committed.</summary>
/// <param name="Source">0-based position of the source in the spec.</param>
/// <param name="File">File name relative to the spec.</param>
/// <param name="FileDigest">Digest of the file's bytes.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Notes">What was left out of rows that are used all the same, by reason; null: nothing.</param>
public sealed record SourceRead(
    int Source, string File, Digest FileDigest, long Rows, ImmutableSortedDictionary<string, long>? Notes = null) : ControlEntry;

/// <summary>Every question was judged by the spec's rule, and each that is removed says so.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Intake">Names the source rows there were: while there are no others, nothing is to be judged again.</param>
/// <param name="Removed">How many questions are removed, by reason.</param>
public sealed record Cleaned(Digest Rule, Digest Intake, ImmutableSortedDictionary<string, long> Removed) : ControlEntry;
