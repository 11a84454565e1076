using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CsCheck;
using NaturalThoughts.Core.Recipes;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Core.Tests.Specs;

/// <summary>Specs without problems, their texts as odd as a file can hold.</summary>
static class RandomSpecs
{
    static readonly Gen<string> Name = Gen.Char["abcXYZ019._-"].Array[0, 8].Select(rest => $"n{new string(rest)}");

    static readonly Gen<string> Word = Gen.OneOf(Name,
        Gen.OneOf("null", "~", "true", "no", "1", "0x1F", "1e3", "*.jsonl", "{a}", "- x", "a: b", "#c", " é ", "𝒳", "\"q\"", "it's", "%",
            "@", "a\u2028b", "a\u00A0b")).Where(text => !text.Any(char.IsControl));

    static readonly Gen<string> Prose = Gen.OneOf(Word, Gen.String[Gen.Char["ab \n\t:#{}'\"\\é-|>\r"], 0, 30]);

    static readonly Gen<string> Expression = Word.Where(text =>
        !double.TryParse(text.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out _));

    static readonly Gen<string> Dotted = Name.Select(name => name.Trim('.').Replace("..", ".", StringComparison.Ordinal))
        .Where(text => !text.Split('.').Contains(""));

    static readonly Gen<double> Share = Gen.OneOf(Gen.Double[0, 1], Gen.OneOf<double>(0, 1, 0.1, 0.3, 1e-7, double.Epsilon));

    static readonly Gen<ResponseMap> Response =
        Gen.Select(Gen.OneOf(Gen.Const(ModelRole.Teacher), Gen.Const(ModelRole.Baseline)), Dotted.Null(), Dotted, Gen.Bool, Dotted.Null(), Dotted.Null(), Dotted.Null())
            .Select((role, each, model, literal, reasoning, finish, tokens) => new ResponseMap
            {
                Role = role,
                Each = each,
                Model = literal ? model : null,
                ModelColumn = literal ? null : model,
                Content = each is null ? "content" : "",
                Reasoning = reasoning,
                FinishReason = finish,
                Tokens = tokens,
                ReasoningTokens = finish,
                Error = reasoning,
            });

    static readonly Gen<ColumnMap> Columns =
        Gen.Select(Dotted, Dotted.Null(), Dotted.Null(), Dotted.Null(), Response.Array[0, 2])
            .Select((question, reference, options, domain, responses) => new ColumnMap
            {
                Question = question,
                Reference = reference,
                Options = options,
                Domain = domain,
                Topic = options,
                License = reference,
                Responses = [.. responses],
            });

    static readonly Gen<SourceSpec> Source =
        Gen.Select(Word, Gen.OneOf("s1", "openr1").Null(), Word.Null(), Columns, Gen.Char["abc"].Array[0, 2])
            .Select((path, preset, license, columns, features) => new SourceSpec
            {
                Path = path,
                Name = path,
                Preset = preset,
                License = license,
                Columns = columns,
                Features = features.Distinct().ToImmutableSortedDictionary(feature => $"f_{feature}", _ => "a.b", StringComparer.Ordinal),
            });

    static readonly Gen<SourceSpec> RunSource = Gen.Select(Name, Gen.Char["abc"].Array[0, 2]).Select((run, features) => new SourceSpec
    {
        Path = "",
        Name = "",
        Run = run,
        Features = features.Distinct().ToImmutableSortedDictionary(feature => $"f_{feature}", _ => "level", StringComparer.Ordinal),
    });

    static readonly Gen<CleanSpec> Clean =
        Gen.Select(Gen.Select(Gen.Double[0.5, 1], Gen.Int[1, 20]).Nullable(), Gen.Select(Word, Dotted.Null(), Gen.Int[5, 50]).Array[1, 2])
            .Select((near, benchmarks) => new CleanSpec
            {
                NearDuplicates = near is { } pair ? new() { Threshold = pair.Item1, Shingle = pair.Item2 } : null,
                Decontaminate = [.. benchmarks.DistinctBy(one => one.Item1)
                    .Select(one => new BenchmarkSpec { Path = one.Item1, Column = one.Item2, Ngram = one.Item3 })],
            });

    static readonly Gen<EndpointsSpec> Endpoints = Gen.OneOf<EndpointsSpec>(
        Word.Select(file => new EndpointsSpec { File = file }),
        Gen.Select(Gen.Int[1, 500].Nullable(), Gen.Double[0, 10], Name.Null()).Array[0, 3].Select(items => new EndpointsSpec
        {
            List = [.. items.Select((item, i) =>
                new EndpointSpec { Url = i == 0 ? "recorded:a b" : $"http://h{i}:80/v1", Slots = item.Item1, Latency = i == 0 ? item.Item2
                    : 0, KeyVariable = item.Item3 is null ? null : "KEY_1" })],
        }));

    static readonly Gen<string> Json = Gen.Select(Prose, Gen.Double[-1e9, 1e9], Gen.Long).Select((text, real, whole) =>
        JsonSerializer.Serialize(new SortedDictionary<string,
            object?>(StringComparer.Ordinal)
        {
            ["a"] = text, ["b"] = new object?[] { real, null, true },
            [$"x{text}"] = new SortedDictionary<string, object> { ["w"] = whole }
        }));

    static readonly Gen<ModelSpec> Model =
        Gen.Select(Word, Prose.Null(), Prose, Gen.Double[0, 2].Nullable(), Gen.Long.Nullable(), Gen.Int[1, 9], Json.Null())
            .Select((model, system, prompt, temperature, seed, samples, extra) => new ModelSpec
            {
                Name = "",
                Model = model,
                System = system,
                Prompt = prompt + "{question}",
                Temperature = temperature,
                TopP = temperature is > 0 and <= 1 ? temperature : null,
                MaxTokens = samples,
                Seed = seed,
                Samples = samples,
                Extra = extra,
            });

    static readonly Gen<EmbeddingModelSpec> EmbeddingModel = Gen.Select(Word, Prose, Json.Null())
        .Select((model, prompt, extra) => new EmbeddingModelSpec { Name = "e0", Model = model, Prompt = prompt + "{question}", Extra = extra });

    static readonly Gen<ClustersSpec> Clusters = Gen.Select(Gen.Int[1, 10_000], Gen.ULong).Select((k, seed) => new ClustersSpec { K = k, Seed = seed });

    static readonly Gen<StratifySpec> Stratify = Gen.OneOf<StratifySpec>(
        Gen.OneOf("uniform", "proportional", "sqrt").Select(allocation => new StratifySpec { By = "domain", Allocation = allocation }),
        Gen.Select(Word, Share)
            .Select((value, share) =>
                new StratifySpec
                {
                    By = "source",
                    Shares = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal,
                        [KeyValuePair.Create(value, Math.Max(share, 0.001))])
                }));

    static readonly Gen<SelectionSpec> Selection =
        Gen.Select(Expression.Null(), Expression.Null(), Gen.Bool, Stratify.Null(), Gen.Long[1, Recipe.LargestSize].Nullable(),
            Gen.ULong.Nullable(), Gen.Int[1, 5].Nullable()).Select((where, weight, rank, stratify, size, seed, cap) => new SelectionSpec
            {
                Name = "",
                Recipe = rank ? "long" : "my recipes/a.yaml",
                Where = where,
                Weight = rank ? null : weight,
                Rank = rank ? weight : null,
                Stratify = stratify,
                Size = size,
                Seed = seed,
                PerQuestion = cap,
                Exclude = rank ? ["a b/ids.txt"] : [],
                Draw = rank ? null : "question",
            });

    static readonly Gen<DatasetSpec> Dataset =
        Gen.Select(Gen.OneOf(Expression, Share.Select(share => share.ToString("R", CultureInfo.InvariantCulture))).Null(), Prose.Null(),
            Prose.Null(), Gen.Bool, Gen.Double[0, 0.99], Gen.ULong.Nullable())
                .Select((mix, think, no, adaptive, validation, seed) => new DatasetSpec
                {
                    Name = "",
                    Selection = "",
                    Layout = adaptive ? "alpaca" : "prompt-completion",
                    Format = adaptive ? "jsonl" : "parquet",
                    System2 = mix,
                    Pairs = mix is null ? "shorter" : null,
                    Think = adaptive ? null : think,
                    NoThink = adaptive ? null : no,
                    Adaptive = adaptive ? think : null,
                    Validation = validation,
                    Seed = seed,
                });

    static readonly Gen<RubricSpec> Rubric =
        Gen.Select(Gen.OneOf("verbosity", "reasoning_type", "correct"), Gen.OneOf(ModelRole.Annotator, ModelRole.Judge), Word.Null(), Prose,
            Gen.Int[1000, 50_000].Nullable()).Select((name, by, file, prompt, most) => new RubricSpec
            {
                Name = name, By = by, Template = file, Prompt = file is null && most is not null ? prompt : null, MaxChars = most,
            });

    // Both roles are bound, and each is asked something.
    static RunSpec Judged(RunSpec spec, RubricSpec[] rubrics) => rubrics.Length == 0 ? spec : spec with
    {
        Annotator = "m0",
        Judge = "m0",
        Annotate = ["verbosity", .. spec.Annotate],
        Rubrics =
        [
            new() { Name = "strategies", By = ModelRole.Annotator, MaxChars = rubrics[0].MaxChars },
            new() { Name = "disagree", By = ModelRole.Judge },
            .. rubrics.DistinctBy(rubric => rubric.Name).Where(rubric => rubric.Name != "verbosity"),
        ],
    };

    /// <summary>Specs the reader accepts, each written in full.</summary>
    public static Gen<RunSpec> Specs { get; } =
        Gen.Select(Name, Gen.Frequency((3, Source), (1, RunSource)).Array[1, 3],
            Gen.Select(Endpoints, Clean.Null()), Model.Array[1, 3], Selection.Array[0, 3], Dataset.Array[0, 3],
            Gen.Select(Share, Gen.Enum<LengthPolicy>(), Gen.Double[0.1, 1000], Word.Null()),
            Gen.Select(Rubric.Array[0, 3], EmbeddingModel.Null(), Clusters.Null()))
            .Select((name, sources, endpoints, models, selections, datasets, limits, asked) => Judged(new RunSpec
            {
                Run = name,
                Shards = models.Length,
                Sources = [.. sources.Select((source, i) => source.Run is null ? source with { Name = $"{source.Name}{i}" }
                    : source with { Name = $"run:other-{source.Run}{i}", Run = $"other-{source.Run}{i}" })],
                Endpoints = endpoints.Item1,
                Clean = endpoints.Item2,
                Models = models.Select((model, i) => model with { Name = $"m{i}" })
                    .ToImmutableSortedDictionary(model => model.Name, model => model, StringComparer.Ordinal),
                EmbeddingModels = asked.Item2 is { } embedding
                    ? ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("e0", embedding)])
                    : ImmutableSortedDictionary.Create<string, EmbeddingModelSpec>(StringComparer.Ordinal),
                Embedder = asked is { Item2: not null, Item3: not null } ? "e0" : null,
                Clusters = asked.Item3 is { } clusters ? clusters with { Embedder = asked.Item2 is null ? Embedder.Lexical : Embedder.Model } : null,
                Teachers = ["m0"],
                Baselines = models.Length > 1 ? ["m1"] : [],
                Annotate = selections.Length > 1 ? ["answer", "repetition"] : [],
                Limits = new()
                {
                    MaxFailed = limits.Item1, Length = limits.Item2, SilenceSeconds = limits.Item3,
                    StudentTokenizer = limits.Item4, ResponseTokens = 1 + models.Length,
                    OutputTokens = models.Length > 1 ? long.MaxValue : null,
                },
                Difficulty = selections.Length > 0 ? "1 - pass_rate" : null,
                Selections = [.. selections.Select((selection, i) =>
                    selection with { Name = $"s{i}", Exclude = i > 0 ? selection.Exclude.Add("s0") : selection.Exclude })],
                Datasets = selections.Length == 0 ? []
                    : [.. datasets.Select((dataset, i) => dataset with { Name = $"d{i}", Selection = "s0" })],
            }, asked.Item1));
}
