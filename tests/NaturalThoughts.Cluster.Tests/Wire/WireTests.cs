using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NaturalThoughts.Cluster.Browsing;
using NaturalThoughts.Cluster.Budgets;
using NaturalThoughts.Cluster.Cleaning;
using NaturalThoughts.Cluster.Clusters;
using NaturalThoughts.Cluster.Reports;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Cluster.Silos;
using NaturalThoughts.Cluster.Traces;
using NaturalThoughts.Core.Cleaning;
using NaturalThoughts.Core.Clusters;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Difficulty;
using NaturalThoughts.Core.Expressions;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Selection;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Selections.Reports;
using NaturalThoughts.Data.Storage;
using NaturalThoughts.Tests;
using Orleans.Serialization;

namespace NaturalThoughts.Cluster.Tests.Wire;

/// <summary>What travels between silos arrives as it was sent.</summary>
public sealed class WireTests : IDisposable
{
    static readonly SelectionKey Key = new(1, ulong.MaxValue, UInt128.MaxValue);
    static readonly Digest Request = Digest.Of("request");
    static readonly ImmutableSortedDictionary<string, long> Some = ImmutableSortedDictionary<string, long>.Empty.Add("a", 1).Add("b", 2);

    static readonly ModelRequest Asked = ModelRequest.Of(
        new() { Name = "t", Model = "m", System = "s", Temperature = 0.5, TopP = 1, MaxTokens = 3, Seed = -4, Extra = """{"a":1}""" },
        ModelRole.Judge, new(7), [new("user", "u")], Request,
        new() { Rubric = "verbosity", Schema = "{}", About = new TraceId(8), Writer = "w", WriterSample = 2, Repair = true });

    readonly ServiceProvider _services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    public static TheoryData<object> Messages =>
    [
        new StratumSummary
        {
            Strata = [new(new("a"), [new(1, 2), new(3, 4)]), new(new(null), [])], Bits = 5, Omitted = new(1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
        },
        new ProbeRequest { Split = [new(new("a"), UInt128.MaxValue, 128)], SplitBits = 3, Collect = [new(new(null), 1, 2)] },
        new ProbeReply { Split = [[new(1, 2)], []], Collected = [[Key]] },
        new Thresholds { Cuts = [new(new("a"), 1, 2, Key), new(new("b"), 2, 2, null)] },
        new SelectionOutcome(new() { Cuts = [] }, default, 3),
        new SelectedTrace(new(1), new(2), 3, 4.5, 6, new("s")),
        new Explanation
        {
            Trace = new TraceId(1), Question = new(2), Verdict = Verdict.Unknown, Where = null, Weight = 3, Hash = 4, Key = null,
            Stratum = new("s"), Position = 1, Cut = new(new("s"), 1, 2, Key), Selected = false, Why = "because",
        },
        new DifficultyRange(1, 2, 3, 4),
        new DifficultyHistogram { Range = new(1, 2, 3, 4), Counts = [new(5, 6)] },
        new ColumnHistogram { Column = "verbosity", Values = [0.1, 2, double.MaxValue], Counts = [1, 1L << 40, 3] },
        new ColumnHistogram { Column = "question_chars", Rejected = new("too-many-values", "70,000") },
        new RecipeOrder(new Recipe { Name = "x", Sample = "1", Draw = "question", Stratify = new() { By = "domain" }, Size = 3, Seed = ulong.MaxValue }, [], ["a"], ["b"]),
        new PoolDigest(UInt128.MaxValue, 5),
        new SelectionOverlap([new("a", "b", 3, 4)]),
        new ShardCounts
        {
            Questions = 5, Unique = 4, Unusable = Some, Responses = Some, Failed = Some, Sealed = 3, Traces = 2, Stuck = 1,
            Tokens = Some, Spent = 8, Estimated = 7, Refused = new("full"), Removed = Some, Open = 6, Intake = Request,
        },
        new BandPage([1, ulong.MaxValue], [new(2), new(3)], [new(4), new(UInt128.MaxValue)]),
        new ShingleSets([2, 0, 1], [1, 2, ulong.MaxValue]),
        new NearPair(new(1), new(2)),
        new NearDuplicate(new(1), new(2)),
        new HashPart(3, 4),
        new QuestionLabel(new(1), new(2)),
        new CleaningReading(3, true),
        new CleaningProgress(1, 2, 3, 4),
        new ShardOpening(new Problem("torn", "file", 1, 2, "whole", "restore")),
        new QuestionDossier
        {
            Id = new(7),
            Facts =
            [
                Sample.Intake(0), Sample.Rejected(3), Sample.Response(0, Request), Sample.Attempt(0, Request, 0),
                Sample.Reopen(Sample.Attempt(0, Request, 0)),
                new RemovalFact { Question = new(7), Rule = Request, Number = 2, Reason = "r", Detail = "d", Matched = "m", Of = new(8) },
            ],
        },
        new TraceOrder
        {
            Id = new(7), Question = Sample.Question(7), Request = Asked, Sample = 2, Attempt = 1, Known = [Request],
            Failed = 3, Uncounted = 4,
        },
        new TraceOutcome([Sample.Response(0, Request) with { Uncounted = 5 }, Sample.Attempt(0, Request, 0) with { Uncounted = 6 }]),
        new TraceOutcome([], 3, 4),
        new StrategySample(3, Some),
        new TraceExcerpt
        {
            Trace = new(1), Question = new(2), Text = "q", Reference = "r", Reasoning = [new("a", "recall"), new("", LeftOut: 4)], Answer = "b",
            Strategies = ImmutableSortedDictionary<string, int>.Empty.Add("recall", 1),
            Features = ImmutableSortedDictionary<string, FeatureValue>.Empty.Add("verbosity", FeatureValue.Of(1.5)),
        },
        new SelectionDocument("s", "<html/>"),
        new ShardSketch([new("domain", [new("a", 0, 3)])], [new(new(1), new(2), 3, 4.5, 6, new("s"))]),
        new SelectionPreview
        {
            Selection = new() { Name = "n", Recipe = "r", Seed = 1, Taken = 2, Pool = 3, Snapshot = "s", LeftOut = Some, Strata = [new("all", 3, 2)] },
            Distributions = [new("domain", [new("a", 1, 2)])],
            Examples = [new(new(1), new(2), "q", ImmutableSortedDictionary<string, FeatureValue>.Empty.Add("verbosity", FeatureValue.Of(1.5)))],
        },
        new TraceQuery { Limit = 3, After = new(1), Question = new(2), Domain = "d", Model = "m", Text = "t" },
        new TracePage([new(new(1), new(2), "q", ImmutableSortedDictionary<string, FeatureValue>.Empty)], new(3), 4),
        new PooledTrace(new(1), new(2)),
        new PoolHistograms("s", 9, [new("domain", FeatureKind.Text, [new("a", 3)], 4, 5)]),
        new RankedPage([new(new(1), 0.5, "t", null, ImmutableSortedDictionary<string, FeatureValue>.Empty)], new(0.5, new(1)), "s", "e", 2),
        new SiloReport
        {
            Version = "1", MayBegin = true, Models = [new("r", "m", 1, 2, 3, 4)],
            Endpoints =
            [
                new()
                {
                    Run = "r", Name = "http://a", State = "healthy", Models = ["m"], InFlight = 1, Slots = 2, Since = DateTimeOffset.UnixEpoch,
                    Until = DateTimeOffset.UnixEpoch, Reason = "http-502", Detail = "d",
                },
            ],
        },
        new TraceDetails
        {
            Trace = new(1), Question = Sample.Question(7), Reasoning = "r", Answer = "a",
            Annotations = [new("cues", true, Request, ImmutableSortedDictionary<string, FeatureValue>.Empty, [new("recall", 1, 2)])],
            Features = ImmutableSortedDictionary<string, FeatureValue>.Empty,
            Lineage = new()
            {
                Row = "f:1", Model = "m", Request = Request, Sample = 2, FinishReason = "stop", Usage = new(1, 2, 3), ResponseRow = "f:2",
                Run = "first",
            },
        },
        new DeadLetterPage(
            [
                new()
                {
                    Question = new(1), Text = "q", Trace = new(2), Role = ModelRole.Judge, Model = "m", Reason = "silent", Detail = "d",
                    Tries = 3, Rubric = "correct", Imported = true,
                },
            ],
            new(new(1), new(2))),
        new TokenClaims(new(7), [new(new(1), 1L << 40), new(new(2), 3)]),
        new TokenNeed { Spent = 1, Reserved = 2, First = 3, Wanted = 4, Idle = true },
        new ClusterGround(UInt128.MaxValue, 5, 2),
        new ClusterRound(1L << 50, [1, 2]),
        new ClusterSums(3, [1, 2], [-1L << 40, 5]),
        new VectorSample([new(1), new(2)], [1, -2, 3, short.MinValue], 7),
        new VectorOrder("/f", [1, 2], 3),
        new WantedEmbedding(new(1), 2),
        new EmbeddingProgress(1, 2, new("full")),
        new EmbeddingOrder { Id = Guid.NewGuid(), Run = "r", Shard = 3, Inputs = [new(new(1), "a")], Own = true, Failed = 2 },
        new EmbeddingOutcome(3, true),
        new EmbeddingFact { Question = new(1), Request = Request, Model = "e", Vector = [1, -1] },
        new ClusterReport
        {
            Embedder = "lexical 1", K = 3, Seed = ulong.MaxValue, Clusters = 2, Questions = 9, Dimensions = 512, Rounds = 4, Inertia = 1.5,
            Smallest = 1, Median = 2, Largest = 3, Without = 4,
        },
        new CurateOrder { Yaml = "run: x", FileName = "x.yaml", Folder = "/", Endpoints = ["http://a"], Limit = 3, Confirmed = true },
        Asked,
        Sample.Response(0, Request) with { Rubric = "verbosity", About = new(8) },
        Sample.Attempt(0, Request, 0) with { Rubric = "verbosity", About = new(8) },
        new Acceptance
        {
            Started = false,
            Orphaned = [new(ModelRole.Teacher, "t", 60), new(ModelRole.Judge, "j", 5) { Rubric = "correct", Calls = 4, MeanTokens = 2.5 }],
        },
        new Checked<Acceptance>([new Problem("no")]),
        new Checked<string>("yes"),
    ];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Message_ThereAndBack_IsTheSame(object message)
    {
        var back = There(message);
        Assert.Equal(message.GetType(), back.GetType());
        Assert.Equal(JsonSerializer.Serialize(message, message.GetType()), JsonSerializer.Serialize(back, back.GetType()));
    }

    [Fact]
    public void Seal_ThereAndBack_IsTheSame()
    {
        var seal = Sample.Seal(0, 3, traces: [1, 2]);
        var back = (NaturalThoughts.Core.Facts.SealFact)There(seal);
        Assert.Equal((seal.Question, seal.Plan, seal.Generation, seal.Key), (back.Question, back.Plan, back.Generation, back.Key));
        Assert.Equal(
            seal.Traces.Select(trace => (trace.Trace, trace.Text, trace.Values["sample"])),
            back.Traces.Select(trace => (trace.Trace, trace.Text, trace.Values["sample"])));
    }

    [Fact]
    public void Refusals_ThereAndBack_StillSayWhatTheyAre()
    {
        var full = StorageException.Of("write a commit", "/runs", new PosixError(28));
        Assert.Equal(full.Problem, Refusal.Of((Exception)There(full), "r"));
        var damage = new LogDamageException(new Problem("torn", "file"));
        Assert.Equal(damage.Problem, Refusal.Of((Exception)There(damage), "r"));
        Assert.Equal(damage.Problem, Refusal.Of((Exception)There(new InvalidOperationException("ended", damage)), "r"));
    }

    public void Dispose() => _services.Dispose();

    object There(object message)
    {
        var serializer = _services.GetRequiredService<Serializer>();
        return serializer.Deserialize<object>(serializer.SerializeToArray(message))!;
    }
}
