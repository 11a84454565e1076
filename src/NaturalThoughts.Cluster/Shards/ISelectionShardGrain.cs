using System.Collections.Immutable;
using NaturalThoughts.Cluster.Slots;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cluster.Shards;

/// <summary>A fixed slice of a run's questions: owns their log and their columns. Key: run/shard.</summary>
[Alias("nt.ISelectionShardGrain")]
public partial interface ISelectionShardGrain : IGrainWithStringKey
{
    /// <summary>Waits a while for the shard to be read from its log.</summary>
    /// <returns>Null while it is still being read: ask again.</returns>
    [Alias("Open")]
    Task<ShardOpening?> Open();

    /// <summary>Makes facts durable; returns when they are, or when the log had them already.</summary>
    [Alias("Commit"), ResponseTimeout("00:05:00")]
    Task Commit(ImmutableArray<Fact> facts);

    /// <summary>Whether a response is committed.</summary>
    [Alias("Knows")]
    Task<bool> Knows(QuestionId question, TraceId trace);

    /// <summary>All facts about a question, whole.</summary>
    [Alias("Dossier")]
    Task<QuestionDossier> Dossier(QuestionId question);

    /// <summary>Finds a question or a trace by the beginning of its id.</summary>
    /// <returns>At most <paramref name="most"/> questions.</returns>
    [Alias("Find")]
    Task<ImmutableArray<QuestionDossier>> Find(string idPrefix, int most);

    /// <summary>Begins to work on what is not sealed under the current plan, and goes on by itself.</summary>
    /// <param name="span">The run's span, to which those of questions lead back; null where nobody listens.</param>
    [Alias("Start")]
    Task Start(string? span);

    /// <summary>Waits a while for a place for one of the shard's questions.</summary>
    /// <param name="model">The model's name, or the line of one that embeds.</param>
    /// <param name="waited">How long it has been asking already.</param>
    /// <returns>Null when none came free: ask again.</returns>
    /// <exception cref="OperationCanceledException">The shard is stopped.</exception>
    [Alias("Credit")]
    Task<Credit?> Credit(string model, TimeSpan waited);

    /// <summary>Begins no further question. Those under way are finished or given up by the run's stop.</summary>
    [Alias("Stop")]
    Task Stop();

    /// <summary>Counts as of now.</summary>
    [Alias("Counts")]
    Task<ShardCounts> Counts();

    /// <summary>Reopens failures with a reason; the number of those.</summary>
    [Alias("Reopen")]
    Task<int> Reopen(string reason);
}

/// <summary>How opening a shard went.</summary>
/// <param name="Damage">What is wrong with its log; null when it is sound.</param>
[GenerateSerializer, Immutable, Alias("nt.ShardOpening")]
public sealed record ShardOpening([property: Id(0)] Core.Problems.Problem? Damage);
