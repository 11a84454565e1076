using System.Text;
using CsCheck;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Core.Tests.Specs;

public sealed class SpecReaderTests
{
    public static TheoryData<SpecCase> Wrong =>
        [.. SpecCase.All(string.Join('\n', WrongYaml.Cases, WrongSources.Cases, WrongCleaning.Cases, WrongModels.Cases, WrongRubrics.Cases,
            WrongSelections.Cases, WrongDatasets.Cases))];

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Read_WrongSpec_SaysEveryProblemAtItsPlace(SpecCase wrong) => Assert.Equal(wrong.Problems, wrong.Read());

    [Fact]
    public void Read_SmallestSpec_HasTheDefaults()
    {
        var spec = Good("run: r\nsource: {path: data/pool/*.jsonl, columns: {question: q}}\n");

        Assert.Equal(8, spec.Shards);
        Assert.Equal("pool", Assert.Single(spec.Sources).Name);
        Assert.Equal(["cues", "verbosity", "repetition", "answer"], spec.Annotate);
        Assert.Equal(new LimitsSpec(), spec.Limits);
        Assert.Empty(spec.Selections);
        Assert.Empty(spec.Datasets);
    }

    [Fact]
    public void Read_EveryKey_IsInTheSpec()
    {
        var spec = Good(SpecTexts.EveryKey);

        var response = spec.Sources[0].Columns.Responses[0];
        Assert.Equal((ModelRole.Baseline, "responses", "response_model", "response", "error"),
            (response.Role, response.Each, response.ModelColumn, response.Content, response.Error));
        Assert.Equal("meta.level", spec.Sources[0].Features["level"]);
        Assert.Equal(new NearDuplicateSpec { Threshold = 0.8, Shingle = 4 }, spec.Clean!.NearDuplicates);
        Assert.Equal(
            [
                new BenchmarkSpec { Path = "bench/*.jsonl" },
                new BenchmarkSpec { Path = "bench/mmlu.parquet", Column = "meta.question", Ngram = 8 },
            ],
            spec.Clean.Decontaminate);
        Assert.Equal("CLUSTER_KEY", spec.Endpoints.List[1].KeyVariable);
        Assert.Equal(0.25, spec.Endpoints.List[2].Latency);
        Assert.Equal(["r1", "v3"], spec.Teachers);
        Assert.Equal("""{"chat_template_kwargs":{"enable_thinking":true},"stop":["\u003C/s\u003E",null],"top_k":20}""",
            spec.Models["r1"].Extra);
        Assert.Equal(-7, spec.Models["r1"].Seed);
        Assert.Equal(new LimitsSpec
        {
            StudentTokenizer = "llama.json", ResponseTokens = 16384, MaxFailed = 0.01, OutputTokens = 8_000_000_000,
            Length = LengthPolicy.Retry, Attempts = 6, SilenceSeconds = 90.5
        }, spec.Limits);
        Assert.Equal(["cues", "answer", "verbosity"], spec.Annotate);
        Assert.Equal(("l31", "l33"), (spec.Annotator, spec.Judge));
        Assert.Equal(
            [
                ("correct", ModelRole.Annotator, null, null, null), ("disagree", ModelRole.Judge, "prompts/d.md", null, 20_000),
                ("reasoning_type", ModelRole.Annotator, null, "{question} {form}", (int?)null),
                ("condense", ModelRole.Annotator, null, null, null),
            ],
            spec.Rubrics.Select(rubric => (rubric.Name, rubric.By, rubric.Template, rubric.Prompt, rubric.MaxChars)));
        Assert.Equal(8_000_000_000, spec.Selections[0].Size);
        Assert.Equal(ulong.MaxValue, spec.Selections[0].Seed);
        Assert.Equal(0.3, spec.Selections[1].Stratify!.Shares["Law"]);
        Assert.Equal(["first", "ids.txt"], spec.Selections[1].Exclude);
        Assert.Equal(("0.4", 0.01, "detailed thinking on"),
            (spec.Datasets[0].System2, spec.Datasets[0].Validation, spec.Datasets[0].Think));
        Assert.Equal(("disagree", "as you like"), (spec.Datasets[1].System2, spec.Datasets[1].Adaptive));
        Assert.Equal((true, false), (spec.Datasets[0].Condensed, spec.Datasets[1].Condensed));
    }

    [Fact]
    public void Read_TheFullInterface_HasNoProblem() =>
        Assert.Empty(SpecReader.Read(SpecTexts.FullInterface, "spec.yaml", SpecCase.Complain).Problems);

    [Theory]
    [InlineData("[cues, clusters]", 1000, 0)]
    [InlineData("[cues, {clusters: {k: 3, seed: 18446744073709551615}}]", 3, ulong.MaxValue)]
    public void Read_Clusters_AreMadeFromTheModelWhereThereIsOne(string annotate, int k, ulong seed)
    {
        var lexical = Good($"{Pool}annotate: {annotate}\n");
        var model = Good($"{Pool}models: {{e: {{model: m, task: embed}}}}\nroles: {{embedder: e}}\nannotate: {annotate}\n");

        Assert.Equal(["cues"], lexical.Annotate);
        Assert.Equal(new ClustersSpec { K = k, Seed = seed, Embedder = Embedder.Lexical }, lexical.Clusters);
        Assert.Equal((new ClustersSpec { K = k, Seed = seed, Embedder = Embedder.Model }, "e"), (model.Clusters, model.Embedder));
        Assert.Equal(new EmbeddingModelSpec { Name = "e", Model = "m" }, Assert.Single(model.EmbeddingModels).Value);
    }

    [Fact]
    public void Read_EndpointForms_AreTheSameEndpoint()
    {
        foreach (var form in new[] { "http://h/v1", "[http://h/v1]", "{url: http://h/v1}", "[{url: http://h/v1}]" })
            Assert.Equal(new EndpointSpec { Url = "http://h/v1" }, Assert.Single(Good($"{Pool}endpoints: {form}\n").Endpoints.List));
        Assert.Equal("e.txt", Good($"{Pool}endpoints: {{file: e.txt}}\n").Endpoints.File);
    }

    [Fact]
    public void Read_CleaningForms_AreTheSameRule()
    {
        foreach (var form in new[] { "0.8", "80%", "{threshold: 0.8}", "{threshold: 80%, shingle: 5}" })
            Assert.Equal(new NearDuplicateSpec { Threshold = 0.8 }, Clean($"near_duplicates: {form}").NearDuplicates);
        foreach (var form in new[] { "b.jsonl", "[b.jsonl]", "{path: b.jsonl}", "[{path: b.jsonl, ngram: 13}]" })
            Assert.Equal(new BenchmarkSpec { Path = "b.jsonl" }, Assert.Single(Clean($"decontaminate: {form}").Decontaminate));
        Assert.Null(Good(Pool).Clean);

        static CleanSpec Clean(string keys) => Good($"{Pool}clean: {{{keys}}}\n").Clean!;
    }

    [Theory]
    [InlineData("data/natural_reasoning/*.jsonl", "natural_reasoning")]
    [InlineData("pool.jsonl.zst", "pool")]
    [InlineData("a/b.c/train.parquet", "train")]
    [InlineData("./*.jsonl", "source")]
    [InlineData("../.hidden", ".hidden")]
    public void Read_SourceWithoutName_IsNamedByItsPath(string path, string name) =>
        Assert.Equal(name, Good($"run: r\nsource: {{path: \"{path}\", preset: s1}}\n").Sources[0].Name);

    [Fact]
    public void Read_ExpressionInAFileWithCarriageReturns_IsAtItsPlace()
    {
        var problem = Assert.Single(SpecReader.Read($"\uFEFF{Pool}difficulty: >-\n    pass_rate\n    + BAD\n".ReplaceLineEndings("\r\n"),
            "spec.yaml", SpecCase.Complain).Problems);

        Assert.Equal((5, 7), (problem.Line, problem.Column));
    }

    [Fact]
    public void Read_TooLargeAFile_IsRefusedAtOnce()
    {
        Assert.Contains("1048577 characters", One(new string('#', (1 << 20) + 1)), StringComparison.Ordinal);
        Assert.Contains("more than 10000 values", One($"run: [{string.Concat(Enumerable.Repeat("1,", 10_000))}]"),
            StringComparison.Ordinal);
        Assert.Contains("more than 32 deep", One(new string('[', 1 << 20)), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ThousandsOfProblems_TellsTheFirstHundred()
    {
        var names = string.Concat(Enumerable.Range(0, 1900).Select(i => $"{new string('x', 60)}{i}: {{model: m}}, "));
        var unknown = string.Concat(Enumerable.Range(0, 1900).Select(i => $"{new string('y', 60)}{i}, "));
        var problems = SpecReader.Read($"{Pool}models: {{{names}}}\nroles: {{teacher: [{unknown}]}}\n", "spec.yaml").Problems;

        Assert.Equal(101, problems.Length);
        Assert.Equal("There are more problems.", problems[^1].What);
        Assert.All(problems, problem => Assert.True(problem.ToString().Length < 3000));
    }

    [Fact]
    public void Read_AnyText_NeverThrows()
    {
        var fragments = Gen.OneOf("run: r\n", "source: ", "{path: q, ", "preset: s1}", "- ", "  ", "\n", "[", "]", "{", "}", ", ", ": ",
            "\"", "'", "|\n", ">-\n", "*a", "&a ",
            "!!str ", "!", "<<: ", "? ", "# ", "---\n", "...\n", "%TAG ! x\n", "%YAML 1.1\n", "\t", "\r", "~", "1e9", "1%", "\u2028",
                "\uFEFF", "\0", "models:\n", "selections:\n", "name: a\n", "where: ", "size: 0\n");
        fragments.Array[0, 40].Select(string.Concat).Sample(Reads, iter: 3_000);
        Gen.Byte.Array[0, 300].Select(Encoding.UTF8.GetString).Sample(Reads, iter: 1_000);
        Gen.Byte.Array[0, 300].Select(Encoding.Latin1.GetString).Sample(Reads, iter: 1_000);
    }

    [Fact]
    public void Read_ASpecWithOneCharacterChanged_NeverThrows() =>
        Gen.Select(Gen.Int[0, SpecTexts.EveryKey.Length - 1], Gen.Char["\n\t :{}[],\"'#&*!|>%@`-?~0a\\\0\uD800"], Gen.Int[0, 2])
            .Select((at, character, cut) =>
                SpecTexts.EveryKey[..at] + character + SpecTexts.EveryKey[Math.Min(at + cut, SpecTexts.EveryKey.Length)..])
            .Sample(Reads, iter: 3_000);

    const string Pool = "run: r\nsource: {path: q.jsonl, preset: s1}\n";

    static bool Reads(string text)
    {
        var spec = SpecReader.Read(text, "spec.yaml", SpecCase.Complain);
        return spec.Ok ? spec.Problems.IsEmpty : spec.Problems.All(problem => problem.Where == "spec.yaml" && problem.What.Length > 0);
    }

    static string One(string yaml) => Assert.Single(SpecReader.Read(yaml, "spec.yaml").Problems).ToString();

    static RunSpec Good(string yaml)
    {
        var spec = SpecReader.Read(yaml, "spec.yaml", SpecCase.Complain);
        Assert.Empty(spec.Problems);
        return spec.Value!;
    }
}
