using System.Collections.Immutable;
using System.Text.Json;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Cluster.Selections;
using NaturalThoughts.Cluster.Shards;
using NaturalThoughts.Core.Curation;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Server.Api.Json;

namespace NaturalThoughts.Server.Tests.Api;

public sealed class ApiJsonTests
{
    static readonly TraceId Trace = TraceId.Of(QuestionId.Of("q"), Digest.Of("r"), 0);

    [Fact]
    public void Explanation_ThereAndBack_IsTheSame()
    {
        var explanation = new TraceExplanation
        {
            Trace = Trace, Question = QuestionId.Of("q"), Taken = true, Why = "because", Steps = [new("key", "1")],
            Features = ImmutableSortedDictionary<string, FeatureValue>.Empty
                .Add("number", FeatureValue.Of(0.1)).Add("flag", FeatureValue.Of(true)).Add("text", FeatureValue.Of("1"))
                .Add("null", FeatureValue.Null).Add("infinite", FeatureValue.Of(double.PositiveInfinity)),
        };

        var json = JsonSerializer.Serialize(explanation, ApiJson.Options);
        var back = JsonSerializer.Deserialize<TraceExplanation>(json, ApiJson.Options)!;

        Assert.Contains($"\"trace\":\"{Trace}\"", json, StringComparison.Ordinal);
        Assert.Equal(explanation.Features, back.Features);
        Assert.Equal(explanation.Steps, back.Steps);
        Assert.Equal((explanation.Trace, explanation.Question, explanation.Why), (back.Trace, back.Question, back.Why));
    }

    [Fact]
    public void Dossier_ThereAndBack_HoldsTheSameFacts()
    {
        var question = new Question { Id = QuestionId.Of("What is 1 + 1?"), Text = "What is 1 + 1?\u2028", Source = "s" };
        var dossier = new QuestionDossier
        {
            Id = question.Id,
            Facts =
            [
                new IntakeFact { FileDigest = Digest.Of("f"), Origin = new(0, "f.jsonl", 3), Question = question },
                new ReopenFact { Question = question.Id, Trace = Trace, Number = 2 },
            ],
        };

        var back = JsonSerializer.Deserialize<QuestionDossier[]>(
            JsonSerializer.Serialize<QuestionDossier[]>([dossier], ApiJson.Options), ApiJson.Options)!;

        Assert.Equal(dossier.Id, back[0].Id);
        Assert.Equal(dossier.Facts.Select(fact => fact.Key), back[0].Facts.Select(fact => fact.Key));
        Assert.Equal(question.Text, back[0].Question.Text);
    }

    [Fact]
    public void Status_ThereAndBack_AddsUpTheSame()
    {
        var status = new RunStatus
        {
            Run = "r", Phase = RunPhase.Traces, MaxFailed = 0.01,
            Counts = new ShardCounts { Questions = 3, Unique = 2, Failed = Tally("http-502", 1), Responses = Tally("teacher m", 4) },
            Problems = [new("what", "where", 1, 2, "expected", "fix")],
        };

        var back = JsonSerializer.Deserialize<RunStatus>(JsonSerializer.Serialize(status, ApiJson.Options), ApiJson.Options)!;

        Assert.Equal((status.Phase, status.FailedShare, status.MaxFailed), (back.Phase, back.FailedShare, back.MaxFailed));
        Assert.Equal(status.Problems, back.Problems);
        Assert.Equal(status.Counts.Failed, back.Counts.Failed);
        Assert.Empty(back.Selections);
    }

    [Fact]
    public void Requests_WithTheLeast_HaveTheirDefaults()
    {
        var order = JsonSerializer.Deserialize<CurateOrder>("""{"yaml": "y", "file_name": "f", "folder": "d"}""", ApiJson.Options)!;
        var selection = JsonSerializer.Deserialize<SelectionSpec>("""{"name": "n", "stratify": {"by": "domain"}}""", ApiJson.Options)!;
        var dataset = JsonSerializer.Deserialize<DatasetSpec>("""{"name": "n", "selection": "s"}""", ApiJson.Options)!;

        Assert.Empty(order.Endpoints);
        Assert.False(order.Confirmed);
        Assert.Empty(selection.Exclude);
        Assert.Equal("uniform", selection.Stratify!.Allocation);
        Assert.Equal(("prompt-completion", "parquet"), (dataset.Layout, dataset.Format));
    }

    static ImmutableSortedDictionary<string, long> Tally(string name, long count) =>
        ImmutableSortedDictionary<string, long>.Empty.Add(name, count);
}
