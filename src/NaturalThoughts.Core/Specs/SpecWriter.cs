using System.Text.Json;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs.Yaml;

namespace NaturalThoughts.Core.Specs;

/// <summary>Writes specs and recipes with their defaults filled in; the readers read them back equal. The same spec is the same
/// text.</summary>
public static class SpecWriter
{
    /// <summary>The spec file's text, lines ending in a line feed.</summary>
    public static string Write(RunSpec spec)
    {
        var yaml = new YamlText();
        yaml.Map(() =>
        {
            yaml.Text("run", spec.Run);
            yaml.Number("shards", spec.Shards);
            yaml.Maps("source", spec.Sources, source => Source(yaml, source));
            if (spec.Clean is { } clean) yaml.Map("clean", () => Clean(yaml, clean));
            Endpoints(yaml, spec.Endpoints);
            if (!spec.Models.IsEmpty || !spec.EmbeddingModels.IsEmpty)
                yaml.Map("models", () =>
                {
                    foreach (var (name, model) in spec.Models) yaml.Map(name, () => Model(yaml, model));
                    foreach (var (name, model) in spec.EmbeddingModels) yaml.Map(name, () => Model(yaml, model));
                });
            if (!spec.Teachers.IsEmpty || !spec.Baselines.IsEmpty || (spec.Annotator ?? spec.Judge ?? spec.Embedder) is not null)
                yaml.Map("roles", () =>
                {
                    yaml.Texts("teacher", spec.Teachers);
                    yaml.Texts("baseline", spec.Baselines);
                    yaml.Text("annotator", spec.Annotator);
                    yaml.Text("judge", spec.Judge);
                    yaml.Text("embedder", spec.Embedder);
                });
            AnnotateWriter.Write(yaml, spec);
            yaml.Map("limits", () => Limits(yaml, spec.Limits));
            yaml.Text("difficulty", spec.Difficulty);
            yaml.Maps("selections", spec.Selections, selection => Selection(yaml, selection));
            yaml.Maps("datasets", spec.Datasets, dataset => Dataset(yaml, dataset));
        });
        return yaml.ToString();
    }

    /// <summary>The recipe file's text of a selection, its name included.</summary>
    public static string Write(SelectionSpec selection)
    {
        var yaml = new YamlText();
        yaml.Map(() => Selection(yaml, selection));
        return yaml.ToString();
    }

    static void Source(YamlText yaml, SourceSpec source)
    {
        yaml.Text("run", source.Run);
        if (source.Run is null)
        {
            yaml.Text("path", source.Path);
            yaml.Text("name", source.Name);
        }

        yaml.Text("preset", source.Preset);
        yaml.Text("license", source.License);
        if (source.Columns != new ColumnMap()) yaml.Map("columns", () => Columns(yaml, source.Columns));
        if (!source.Features.IsEmpty) yaml.Map("features", () => { foreach (var (name, path) in source.Features) yaml.Text(name, path); });
    }

    static void Columns(YamlText yaml, ColumnMap columns)
    {
        yaml.Text("question", columns.Question);
        yaml.Text("reference", columns.Reference);
        yaml.Text("options", columns.Options);
        yaml.Text("domain", columns.Domain);
        yaml.Text("topic", columns.Topic);
        yaml.Text("license", columns.License);
        if (!columns.Responses.IsEmpty) yaml.Maps("responses", columns.Responses, response => Response(yaml, response));
    }

    static void Response(YamlText yaml, ResponseMap response)
    {
        yaml.Text("role", response.Role is ModelRole.Teacher ? "teacher" : "baseline");
        yaml.Text("each", response.Each);
        yaml.Text("model", response.Model);
        yaml.Text("model_column", response.ModelColumn);
        yaml.Text("content", response.Content);
        yaml.Text("reasoning", response.Reasoning);
        yaml.Text("finish_reason", response.FinishReason);
        yaml.Text("tokens", response.Tokens);
        yaml.Text("reasoning_tokens", response.ReasoningTokens);
        yaml.Text("error", response.Error);
    }

    static void Clean(YamlText yaml, CleanSpec clean)
    {
        if (clean.NearDuplicates is { } near)
            yaml.Map("near_duplicates", () =>
            {
                yaml.Number("threshold", near.Threshold);
                yaml.Number("shingle", near.Shingle);
            });
        if (!clean.Decontaminate.IsEmpty)
            yaml.Maps("decontaminate", clean.Decontaminate, benchmark =>
            {
                yaml.Text("path", benchmark.Path);
                yaml.Text("column", benchmark.Column);
                yaml.Number("ngram", benchmark.Ngram);
            });
    }

    static void Endpoints(YamlText yaml, EndpointsSpec endpoints)
    {
        if (endpoints.File is { } file)
            yaml.Map("endpoints", () => yaml.Text("file", file));
        else if (!endpoints.List.IsEmpty)
            yaml.Maps("endpoints", endpoints.List, endpoint =>
            {
                yaml.Text("url", endpoint.Url);
                yaml.Text("key_env", endpoint.KeyVariable);
                yaml.Number("slots", endpoint.Slots);
                if (endpoint.Latency > 0) yaml.Number("latency", endpoint.Latency);
            });
    }

    static void Model(YamlText yaml, ModelSpec model)
    {
        yaml.Text("model", model.Model);
        yaml.Text("system", model.System);
        yaml.Text("prompt", model.Prompt);
        yaml.Number("temperature", model.Temperature);
        yaml.Number("top_p", model.TopP);
        yaml.Number("max_tokens", model.MaxTokens);
        yaml.Number("seed", model.Seed);
        yaml.Number("samples", model.Samples);
        Extra(yaml, model.Extra);
    }

    static void Model(YamlText yaml, EmbeddingModelSpec model)
    {
        yaml.Text("model", model.Model);
        yaml.Text("task", "embed");
        yaml.Text("prompt", model.Prompt);
        Extra(yaml, model.Extra);
    }

    static void Extra(YamlText yaml, string? extra)
    {
        if (extra is null) return;
        using var json = JsonDocument.Parse(extra);
        yaml.Json("extra", json.RootElement);
    }

    static void Limits(YamlText yaml, LimitsSpec limits)
    {
        yaml.Text("student_tokenizer", limits.StudentTokenizer);
        yaml.Number("response_tokens", limits.ResponseTokens);
        yaml.Number("max_failed", limits.MaxFailed);
        yaml.Text("length", limits.Length switch { LengthPolicy.Drop => "drop", LengthPolicy.Retry => "retry", _ => "keep" });
        yaml.Number("attempts", limits.Attempts);
        yaml.Number("silence", limits.SilenceSeconds);
        yaml.Number("output_tokens", limits.OutputTokens);
    }

    static void Selection(YamlText yaml, SelectionSpec selection)
    {
        yaml.Text("name", selection.Name);
        yaml.Text("recipe", selection.Recipe);
        yaml.Text("where", selection.Where);
        yaml.Text("weight", selection.Weight);
        yaml.Text("rank", selection.Rank);
        yaml.Text("sample", selection.Sample);
        yaml.Text("draw", selection.Draw);
        if (selection.Stratify is { } stratify)
            yaml.Map("stratify", () =>
            {
                yaml.Text("by", stratify.By);
                if (stratify.Shares.IsEmpty) yaml.Text("allocation", stratify.Allocation);
                else yaml.Map("allocation", () => { foreach (var (value, share) in stratify.Shares) yaml.Number(value, share); });
            });
        yaml.Number("size", selection.Size);
        yaml.Number("seed", selection.Seed);
        yaml.Number("per_question", selection.PerQuestion);
        if (!selection.Exclude.IsEmpty) yaml.Texts("exclude", selection.Exclude);
    }

    static void Dataset(YamlText yaml, DatasetSpec dataset)
    {
        yaml.Text("name", dataset.Name);
        yaml.Text("selection", dataset.Selection);
        yaml.Text("layout", dataset.Layout);
        yaml.Text("format", dataset.Format);
        if (dataset.System2 is { } system2)
            yaml.Map("mix", () =>
            {
                if (YamlKind.TryShare(system2, out var share)) yaml.Number("system2", share);
                else yaml.Text("system2", system2);
                if (dataset.Condensed) yaml.Text("system1", SpecNames.Condensed);
            });
        yaml.Text("pairs", dataset.Pairs);
        if ((dataset.Think ?? dataset.NoThink ?? dataset.Adaptive) is not null)
            yaml.Map("system", () =>
            {
                yaml.Text("think", dataset.Think);
                yaml.Text("no_think", dataset.NoThink);
                yaml.Text("adaptive", dataset.Adaptive);
            });
        yaml.Map("split", () => yaml.Number("validation", dataset.Validation));
        yaml.Number("seed", dataset.Seed);
    }
}
