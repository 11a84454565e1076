using System.Collections.Immutable;

namespace NaturalThoughts.Core.Specs;

/// <summary>A map of the spec file and the keys it knows.</summary>
/// <param name="Name">Its name in the JSON schema's definitions.</param>
/// <param name="Keys">The keys.</param>
/// <param name="Strangers">Keys other tools use, and what to write here.</param>
public sealed record SpecShape(
    string Name,
    ImmutableArray<string> Keys,
    ImmutableSortedDictionary<string, string> Strangers)
{
    /// <summary>Every map of a spec file.</summary>
    public static ImmutableArray<SpecShape> All =>
    [
        Run, Source, SourceRun, Columns, Responses, Clean, NearDuplicates, Benchmark, Endpoint, EndpointFile, Model, Roles, Rubric, Clusters,
        Limits, Selection, Stratify, Dataset, Mix, System, Split,
    ];

    internal static SpecShape Run { get; } = Of("run",
        "run shards source clean endpoints models roles annotate limits difficulty selections datasets",
        strangers:
        [
            ("sources", "Write `source`."), ("decontaminate", "Put it under `clean`."), ("near_duplicates", "Put it under `clean`."),
            ("name", "Write `run`."), ("recipe", "Put it under `selections`."),
        ]);

    internal static SpecShape Source { get; } = Of("source", "path name preset license columns features",
        strangers: [("file", "Write `path`."), ("files", "Write `path`; it may be a glob."),
            ("format", "Leave it out; the file's ending says it.")]);

    internal static SpecShape SourceRun { get; } = Of("source_run", "run features",
        strangers:
        [
            ("path", "Give the files a source of their own."), ("name", "Remove it; the questions keep their sources' names."),
            ("license", "Remove it; the questions keep their licences."), ("columns", "Remove it; the run has read its rows."),
            ("preset", "Remove it; the run has read its rows."),
        ]);

    internal static SpecShape Columns { get; } = Of("columns", "question reference options domain topic license responses",
        strangers: [("answer", "Write `reference` for the right answer, `responses` for a model's."),
            ("reference_answer", "Write `reference`.")]);

    internal static SpecShape Responses { get; } = Of("responses",
        "role each model model_column content reasoning finish_reason tokens reasoning_tokens error",
        strangers: [("text", "Write `content`."), ("answer", "Write `content`.")]);

    internal static SpecShape Clean { get; } = Of("clean", "near_duplicates decontaminate",
        strangers:
        [
            ("duplicates", "Remove it; questions with the same text are always merged."), ("benchmarks", "Write `decontaminate`."),
        ]);

    internal static SpecShape NearDuplicates { get; } = Of("near_duplicates", "threshold shingle",
        strangers: [("ngram", "Write `shingle`."), ("jaccard", "Write `threshold`.")]);

    internal static SpecShape Benchmark { get; } = Of("benchmark", "path column ngram",
        strangers:
        [
            ("file", "Write `path`."), ("columns", "Write `column: COLUMN`, where the question stands."), ("shingle", "Write `ngram`."),
        ]);

    internal static SpecShape Endpoint { get; } = Of("endpoint", "url key_env slots latency",
        strangers:
        [
            ("key", "Write `key_env: NAME`, the environment variable that holds it; a spec never holds a key."),
            ("api_key", "Write `key_env: NAME`, the environment variable that holds it; a spec never holds a key."),
            ("base_url", "Write `url`."),
        ]);

    internal static SpecShape EndpointFile { get; } = Of("endpoint_file", "file");

    internal static SpecShape Model { get; } = Of("model", "model task temperature top_p max_tokens samples system prompt seed extra",
        strangers: [("n", "Write `samples`."), ("max_completion_tokens", "Write `max_tokens`."), ("top_k", "Put it under `extra`."),
            ("name", "The key is the name; write `model` for what servers call it.")]);

    internal static SpecShape Roles { get; } = Of("roles", "teacher baseline annotator judge embedder");

    internal static SpecShape Rubric { get; } = Of("rubric", "by template template_text max_chars domains topics",
        strangers:
        [
            ("prompt", "Write `template`, a file, or `template_text`."), ("model", "Bind the model to a role under `roles`."),
            ("max_tokens", "Set it in the model."),
        ]);

    internal static SpecShape Clusters { get; } = Of("clusters", "k seed embedder",
        strangers: [("size", "Write `k`."), ("model", "Name the model in `roles: {embedder: …}`.")]);

    internal static SpecShape Limits { get; } = Of("limits",
        "student_tokenizer response_tokens max_failed length attempts silence output_tokens",
        strangers: [("max_tokens", "Write `response_tokens`, or `max_tokens` in the model.")]);

    internal static SpecShape Selection { get; } = Of("selection",
        "name recipe where weight rank sample draw stratify size seed per_question exclude",
        strangers: [("limit", "Write `size`."), ("filter", "Write `where`.")]);

    internal static SpecShape Stratify { get; } = Of("stratify", "by allocation",
        strangers: [("shares", "Write `allocation: {VALUE: SHARE}`."), ("column", "Write `by`.")]);

    internal static SpecShape Dataset { get; } = Of("dataset", "name selection layout format mix pairs system split seed",
        strangers: [("validation", "Write `split: {validation: SHARE}`.")]);

    internal static SpecShape Mix { get; } = Of("mix", "system2 system1");

    internal static SpecShape System { get; } = Of("system", "think no_think adaptive");

    internal static SpecShape Split { get; } = Of("split", "validation",
        strangers: [("train", "Leave it out; what is not `validation` is for training."), ("test", "Write `validation`.")]);

    static SpecShape Of(string name, string keys, (string Key, string Fix)[]? strangers = null) => new(
        name, [.. keys.Split(' ')],
        (strangers ?? []).ToImmutableSortedDictionary(pair => pair.Key, pair => pair.Fix, StringComparer.Ordinal));
}
