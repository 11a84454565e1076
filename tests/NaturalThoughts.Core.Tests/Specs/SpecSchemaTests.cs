using System.Globalization;
using NaturalThoughts.Core.Specs;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace NaturalThoughts.Core.Tests.Specs;

public sealed class SpecSchemaTests
{
    [Fact]
    public void Schema_EveryMap_HasTheReadersKeys()
    {
        var schema = JObject.Parse(Text());

        Assert.Equal(SpecShape.All.Select(shape => shape.Name).Where(name => name != "run").Order(),
            ((JObject)schema["definitions"]!).Properties().Select(property => property.Name).Order());
        foreach (var shape in SpecShape.All)
        {
            var map = shape.Name == "run" ? schema : schema["definitions"]![shape.Name]!;
            var keys = ((JObject)map["properties"]!).Properties().ToList();
            Assert.Equal(shape.Keys.Order(), keys.Select(key => key.Name).Order());
            Assert.All(keys, key => Assert.NotEmpty((string?)key.Value["description"] ?? ""));
            Assert.False((bool)map["additionalProperties"]!);
        }
    }

    [Fact]
    public void Schema_Names_AreTheReaders()
    {
        var schema = JObject.Parse(Text());

        Assert.Equal(SpecNames.Presets, Names("definitions.source.properties.preset.enum"));
        Assert.Equal(SpecNames.Layouts, Names("definitions.dataset.properties.layout.enum"));
        Assert.Equal(SpecNames.Formats, Names("definitions.dataset.properties.format.enum"));
        Assert.Equal(SpecNames.Allocations, Names("definitions.stratify.properties.allocation.anyOf[0].enum"));
        Assert.Equal(SpecNames.Recipes, Names("definitions.selection.properties.recipe.anyOf[0].enum"));
        Assert.Equal(SpecNames.Annotators.Union(SpecNames.AnnotatorOfColumn.Keys).Union(SpecNames.Rubrics).Append("clusters").Order(),
            Names("properties.annotate.items.anyOf[0].enum").Order());
        var options = (JObject)schema.SelectToken("properties.annotate.items.anyOf[1].properties", errorWhenNoMatch: true)!;
        Assert.Equal(SpecNames.Rubrics.Append("clusters").Order(), options.Properties().Select(property => property.Name).Order());

        IEnumerable<string> Names(string path) => schema.SelectToken(path, errorWhenNoMatch: true)!.Values<string>()!;
    }

    public static TheoryData<string> GoodSpecs => [SpecTexts.EveryKey, .. RepositorySpecs.All().Select(File.ReadAllText)];

    [Theory]
    [MemberData(nameof(GoodSpecs))]
    public async Task Schema_SpecTheReaderAccepts_IsValid(string yaml)
    {
        Assert.Empty(SpecReader.Read(yaml, "spec.yaml").Problems);
        Assert.Empty((await Schema()).Validate(Json(yaml)));
    }

    [Fact]
    public async Task Schema_WhatTheWriterWrites_IsValid()
    {
        var written = SpecWriter.Write(SpecReader.Read(SpecTexts.EveryKey, "spec.yaml").Value!);

        Assert.Empty((await Schema()).Validate(Json(written)));
    }

    [Theory]
    [InlineData("shards: 0")]
    [InlineData("shard: 8")]
    [InlineData("clean: {}")]
    [InlineData("clean: {near_duplicates: 0.4}")]
    [InlineData("clean: {near_duplicates: {shingle: 5}}")]
    [InlineData("clean: {decontaminate: []}")]
    [InlineData("clean: {decontaminate: [{column: q}]}")]
    [InlineData("clean: {decontaminate: [{path: b.jsonl, ngram: 3}]}")]
    [InlineData("limits: {max_failed: 1.5}")]
    [InlineData("limits: {silence: 0}")]
    [InlineData("limits: {output_tokens: 0}")]
    [InlineData("models: {r1: {temperature: 0}}")]
    [InlineData("models: {r1: {model: m, task: embedding}}")]
    [InlineData("annotate: [{clusters: {k: 0}}]")]
    [InlineData("models: {r1: {model: m, top_p: 0}}")]
    [InlineData("annotate: [cue]")]
    [InlineData("annotate: [{cues: {by: rule}}]")]
    [InlineData("annotate: [{verbosity: {by: hand}}]")]
    [InlineData("annotate: [{verbosity: {max_chars: 10}}]")]
    [InlineData("endpoints: [localhost:8000]")]
    [InlineData("selections: [{recipe: random}]")]
    [InlineData("selections: [{name: a, recipe: best}]")]
    [InlineData("selections: [{name: a, size: 0}]")]
    [InlineData("datasets: [{name: a, selection: b, layout: csv}]")]
    [InlineData("datasets: [{name: a, selection: b, mix: {system2: 2}}]")]
    public async Task Schema_SpecTheReaderRefuses_IsInvalid(string wrong)
    {
        var yaml = $"run: r\nsource: {{path: q.jsonl, preset: s1}}\n{wrong}\n";

        Assert.NotEmpty(SpecReader.Read(yaml, "spec.yaml").Problems);
        Assert.NotEmpty((await Schema()).Validate(Json(yaml)));
    }

    static string Text() => File.ReadAllText(RepositorySpecs.Path("docs", "naturalthoughts.schema.json"));

    static Task<JsonSchema> Schema() => JsonSchema.FromJsonAsync(Text());

    /// <summary>The file as an editor's schema check sees it: unquoted numbers, truth values and nothing are not texts.</summary>
    static JToken Json(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return Json(stream.Documents[0].RootNode);
    }

    static JToken Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JObject(map.Children.Select(pair => new JProperty(((YamlScalarNode)pair.Key).Value!, Json(pair.Value)))),
        YamlSequenceNode list => new JArray(list.Children.Select(Json)),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Plain(scalar.Value!),
        YamlScalarNode scalar => scalar.Value,
        _ => JValue.CreateNull(),
    };

    static JToken Plain(string text)
    {
        if (text is "" or "~" or "null") return JValue.CreateNull();
        if (text is "true" or "false") return text == "true";
        if (ulong.TryParse(text, CultureInfo.InvariantCulture, out var whole)) return new JValue(whole);
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return text;
        return double.IsInteger(number) && Math.Abs(number) < 1e18 ? new JValue((long)number) : new JValue(number);
    }
}
