using System.Collections.Immutable;
using NaturalThoughts.Core.Responses;

namespace NaturalThoughts.Core.Specs;

/// <summary>What a run is asked to do: the spec file, validated, with its defaults filled in. Paths are as the user wrote them, relative
/// to the spec's folder.</summary>
public sealed record RunSpec
{
    /// <summary>The run's name: letters, digits, dot, dash and underscore.</summary>
    public required string Run { get; init; }

    /// <summary>How many shards the run has; fixed when it is made.</summary>
    public int Shards { get; init; } = 8;

    /// <summary>Where the questions (and perhaps responses) come from.</summary>
    public required ImmutableArray<SourceSpec> Sources { get; init; }

    /// <summary>Which questions are removed before anybody is asked; null: none.</summary>
    public CleanSpec? Clean { get; init; }

    /// <summary>Where models are served.</summary>
    public EndpointsSpec Endpoints { get; init; } = new();

    /// <summary>The models, by the name the spec gives them.</summary>
    public ImmutableSortedDictionary<string, ModelSpec> Models { get; init; } = ImmutableSortedDictionary<string, ModelSpec>.Empty;

    /// <summary>The models that embed, by the name the spec gives them.</summary>
    public ImmutableSortedDictionary<string, EmbeddingModelSpec> EmbeddingModels { get; init; } =
        ImmutableSortedDictionary<string, EmbeddingModelSpec>.Empty;

    /// <summary>Names of the models that write traces; empty when all traces are imported.</summary>
    public ImmutableArray<string> Teachers { get; init; } = [];

    /// <summary>Names of the models whose responses are compared with the teacher's.</summary>
    public ImmutableArray<string> Baselines { get; init; } = [];

    /// <summary>Name of the model that embeds questions; null: none is asked.</summary>
    public string? Embedder { get; init; }

    /// <summary>Name of the model that annotates by rubrics; null: none.</summary>
    public string? Annotator { get; init; }

    /// <summary>Name of the model that compares answers; null: none.</summary>
    public string? Judge { get; init; }

    /// <summary>Which annotators run by rule (<c>cues</c>, <c>verbosity</c>, <c>repetition</c>, <c>answer</c>, <c>language</c>); what a
    /// trace is (complete, lengths) is always read.</summary>
    public ImmutableArray<string> Annotate { get; init; } = ["cues", "verbosity", "repetition", "answer"];

    /// <summary>What models judge, in the order listed.</summary>
    public ImmutableArray<RubricSpec> Rubrics { get; init; } = [];

    /// <summary>How questions are put into clusters; null: they are not.</summary>
    public ClustersSpec? Clusters { get; init; }

    /// <summary>Bounds.</summary>
    public LimitsSpec Limits { get; init; } = new();

    /// <summary>The expression difficulty is ranked by; see the recipe language. Its percentiles are over the whole pool.</summary>
    public string? Difficulty { get; init; }

    /// <summary>What to pick.</summary>
    public ImmutableArray<SelectionSpec> Selections { get; init; } = [];

    /// <summary>What to emit.</summary>
    public ImmutableArray<DatasetSpec> Datasets { get; init; } = [];

    /// <summary>Whether any model is asked for anything.</summary>
    public bool AsksModels => !Teachers.IsEmpty || !Baselines.IsEmpty || !Rubrics.IsEmpty || Embedder is not null;

    /// <summary>The models that are asked about every question, each in its role: teachers first.</summary>
    public IEnumerable<(ModelRole Role, ModelSpec Model)> Asked =>
        Teachers.Select(name => (ModelRole.Teacher, Models[name])).Concat(Baselines.Select(name => (ModelRole.Baseline, Models[name])));

    /// <summary>The model that fills a rubric.</summary>
    /// <exception cref="InvalidOperationException">No model has that role; a spec is checked before it gets here.</exception>
    public ModelSpec ModelOf(RubricSpec rubric) =>
        Models[(rubric.By is ModelRole.Judge ? Judge : Annotator)
            ?? throw new InvalidOperationException($"Nobody is bound to fill `{rubric.Name}`.")];
}
