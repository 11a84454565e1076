using System.Collections.Immutable;

namespace NaturalThoughts.Core.Specs;

/// <summary>What a run is asked to do: the spec file, validated, with its defaults filled in. Paths are as the user wrote them, relative to the spec's folder.</summary>
public sealed record RunSpec
{
    /// <summary>The run's name: letters, digits, dot, dash and underscore.</summary>
    public required string Run { get; init; }

    /// <summary>How many shards the run has; fixed when it is made.</summary>
    public int Shards { get; init; } = 8;

    /// <summary>Where the questions (and perhaps responses) come from.</summary>
    public required ImmutableArray<SourceSpec> Sources { get; init; }

    /// <summary>Where models are served.</summary>
    public EndpointsSpec Endpoints { get; init; } = new();

    /// <summary>The models, by the name the spec gives them.</summary>
    public ImmutableSortedDictionary<string, ModelSpec> Models { get; init; } = ImmutableSortedDictionary<string, ModelSpec>.Empty;

    /// <summary>Names of the models that write traces; empty when all traces are imported.</summary>
    public ImmutableArray<string> Teachers { get; init; } = [];

    /// <summary>Names of the models whose responses are compared with the teacher's.</summary>
    public ImmutableArray<string> Baselines { get; init; } = [];

    /// <summary>Which annotators run (<c>cues</c>, <c>verbosity</c>, <c>repetition</c>, <c>answer</c>); what a trace is (complete, lengths) is always read.</summary>
    public ImmutableArray<string> Annotate { get; init; } = ["cues", "verbosity", "repetition", "answer"];

    /// <summary>Bounds.</summary>
    public LimitsSpec Limits { get; init; } = new();

    /// <summary>The expression difficulty is ranked by; see the recipe language. Its percentiles are over the whole pool.</summary>
    public string? Difficulty { get; init; }

    /// <summary>What to pick.</summary>
    public ImmutableArray<SelectionSpec> Selections { get; init; } = [];

    /// <summary>What to emit.</summary>
    public ImmutableArray<DatasetSpec> Datasets { get; init; } = [];
}

/// <summary>A file, folder or glob of questions, and how to read its rows.</summary>
public sealed record SourceSpec
{
    /// <summary>File, folder or glob (<c>*</c>, <c>**</c>, <c>?</c>).</summary>
    public required string Path { get; init; }

    /// <summary>Name in lineage columns and in the card; default: the path's last fixed part without extension.</summary>
    public required string Name { get; init; }

    /// <summary>A known layout; <see cref="Columns"/> override parts of it.</summary>
    public string? Preset { get; init; }

    /// <summary>SPDX id of the licence.</summary>
    public string? License { get; init; }

    /// <summary>Where in a row things stand; dotted paths.</summary>
    public ColumnMap Columns { get; init; } = new();

    /// <summary>Extra numeric columns, by the name they get: dotted paths.</summary>
    public ImmutableSortedDictionary<string, string> Features { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>Dotted paths into a row (<c>result.content</c>, <c>responses.0.text</c>).</summary>
public sealed record ColumnMap
{
    /// <summary>The question's text.</summary>
    public string? Question { get; init; }

    /// <summary>The reference answer.</summary>
    public string? Reference { get; init; }

    /// <summary>A list of options; rendered into the question as “A. …” lines unless the text has them already.</summary>
    public string? Options { get; init; }

    /// <summary>Domain label.</summary>
    public string? Domain { get; init; }

    /// <summary>Topic label.</summary>
    public string? Topic { get; init; }

    /// <summary>Licence of the row, over the source's.</summary>
    public string? License { get; init; }

    /// <summary>Responses in a row.</summary>
    public ImmutableArray<ResponseMap> Responses { get; init; } = [];
}

/// <summary>Where a row's response, or list of responses, stands.</summary>
public sealed record ResponseMap
{
    /// <summary><c>teacher</c> or <c>baseline</c>.</summary>
    public required Responses.ModelRole Role { get; init; }

    /// <summary>Path of a list; the other paths are then within its elements. Null: one response, paths within the row.</summary>
    public string? Each { get; init; }

    /// <summary>The model's name, literally.</summary>
    public string? Model { get; init; }

    /// <summary>Path of the model's name.</summary>
    public string? ModelColumn { get; init; }

    /// <summary>Path of the text (which may hold <c>&lt;think&gt;</c>), or of the answer part where <see cref="Reasoning"/> is given; an empty path is the element itself.</summary>
    public required string Content { get; init; }

    /// <summary>Path of the reasoning, where it stands apart.</summary>
    public string? Reasoning { get; init; }

    /// <summary>Path of the finish reason.</summary>
    public string? FinishReason { get; init; }

    /// <summary>Path of the completion's token count.</summary>
    public string? Tokens { get; init; }

    /// <summary>Path of the reasoning's token count.</summary>
    public string? ReasoningTokens { get; init; }

    /// <summary>Path of an error; where it is present the response is a dead letter with that reason.</summary>
    public string? Error { get; init; }
}

/// <summary>Where models are served.</summary>
public sealed record EndpointsSpec
{
    /// <summary>Base addresses (<c>http://host:8000/v1</c>) or <c>recorded:FILE</c>.</summary>
    public ImmutableArray<EndpointSpec> List { get; init; } = [];

    /// <summary>A file with one address a line.</summary>
    public string? File { get; init; }
}

/// <summary>One endpoint.</summary>
public sealed record EndpointSpec
{
    /// <summary>Base address, or <c>recorded:FILE</c>.</summary>
    public required string Url { get; init; }

    /// <summary>Name of the environment variable that holds its key; default <c>NATURALTHOUGHTS_API_KEY</c>.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>Most requests in flight; null: found by probing.</summary>
    public int? Slots { get; init; }

    /// <summary>For <c>recorded:</c>, seconds each response takes.</summary>
    public double Latency { get; init; }
}

/// <summary>A model and how it is asked.</summary>
public sealed record ModelSpec
{
    /// <summary>The name the spec gives it.</summary>
    public required string Name { get; init; }

    /// <summary>The name servers know it by.</summary>
    public required string Model { get; init; }

    /// <summary>System prompt; null sends none.</summary>
    public string? System { get; init; }

    /// <summary>The user message; <c>{question}</c> stands for the question.</summary>
    public string Prompt { get; init; } = "{question}";

    /// <summary>Sampling temperature; always sent when given.</summary>
    public double? Temperature { get; init; }

    /// <summary>Nucleus sampling.</summary>
    public double? TopP { get; init; }

    /// <summary>Most tokens of a response.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Seed sent to the server.</summary>
    public long? Seed { get; init; }

    /// <summary>How many responses to each question.</summary>
    public int Samples { get; init; } = 1;

    /// <summary>Further body fields (<c>chat_template_kwargs</c>, <c>top_k</c>), as a JSON object; null: none.</summary>
    public string? Extra { get; init; }
}

/// <summary>Bounds of a run.</summary>
public sealed record LimitsSpec
{
    /// <summary>A tokenizer file of the student; then <see cref="ResponseTokens"/> counts its tokens.</summary>
    public string? StudentTokenizer { get; init; }

    /// <summary>A longer response is not complete.</summary>
    public int ResponseTokens { get; init; } = 16384;

    /// <summary>Share of rows that may fail before the command ends with exit code 3.</summary>
    public double MaxFailed { get; init; } = 0.01;

    /// <summary>What becomes of a response that ran into its token limit.</summary>
    public LengthPolicy Length { get; init; } = LengthPolicy.Keep;

    /// <summary>Tries at one response before it is a dead letter.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>Seconds without a token after which a stream is given up.</summary>
    public double SilenceSeconds { get; init; } = 120;
}

/// <summary>What becomes of a response that ran into its token limit.</summary>
public enum LengthPolicy
{
    /// <summary>Kept, marked incomplete, never selected unless asked.</summary>
    Keep,

    /// <summary>A dead letter, reason <c>length</c>.</summary>
    Drop,

    /// <summary>Asked once more with twice the tokens; then kept.</summary>
    Retry,
}

/// <summary>A recipe with a name, as the spec lists it.</summary>
[GenerateSerializer, Immutable, Alias("nt.SelectionSpec")]
public sealed record SelectionSpec
{
    /// <summary>The selection's name.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>Name of a built-in recipe or a recipe file; the other fields override parts of it.</summary>
    [Id(1)] public string? Recipe { get; init; }

    /// <summary>Which traces are eligible; default <c>complete</c>.</summary>
    [Id(2)] public string? Where { get; init; }

    /// <summary>Weight for sampling without replacement.</summary>
    [Id(3)] public string? Weight { get; init; }

    /// <summary>Take the largest values of this instead.</summary>
    [Id(4)] public string? Rank { get; init; }

    /// <summary>Strata.</summary>
    [Id(5)] public StratifySpec? Stratify { get; init; }

    /// <summary>How many; null: all that are eligible.</summary>
    [Id(6)] public long? Size { get; init; }

    /// <summary>Seed of all chance.</summary>
    [Id(7)] public ulong? Seed { get; init; }

    /// <summary>Most traces of one question.</summary>
    [Id(8)] public int? PerQuestion { get; init; }

    /// <summary>Names of earlier selections, or files with one trace or question id a line.</summary>
    [Id(9)] public ImmutableArray<string> Exclude { get; init; } = [];
}

/// <summary>How places are shared out.</summary>
[GenerateSerializer, Immutable, Alias("nt.StratifySpec")]
public sealed record StratifySpec
{
    /// <summary>The column.</summary>
    [Id(0)] public required string By { get; init; }

    /// <summary><c>uniform</c>, <c>proportional</c> or <c>sqrt</c>; ignored where <see cref="Shares"/> are given.</summary>
    [Id(1)] public string Allocation { get; init; } = "uniform";

    /// <summary>Share by value; values not named get none.</summary>
    [Id(2)] public ImmutableSortedDictionary<string, double> Shares { get; init; } = ImmutableSortedDictionary<string, double>.Empty;
}

/// <summary>What to emit from a selection.</summary>
[GenerateSerializer, Immutable, Alias("nt.DatasetSpec")]
public sealed record DatasetSpec
{
    /// <summary>The dataset's name.</summary>
    [Id(0)] public required string Name { get; init; }

    /// <summary>The selection's name.</summary>
    [Id(1)] public required string Selection { get; init; }

    /// <summary><c>prompt-completion</c>, <c>messages</c>, <c>sharegpt</c> or <c>alpaca</c>.</summary>
    [Id(2)] public string Layout { get; init; } = "prompt-completion";

    /// <summary><c>parquet</c> or <c>jsonl</c>.</summary>
    [Id(3)] public string Format { get; init; } = "parquet";

    /// <summary>Which traces keep their reasoning: a share (<c>0.4</c>) or a boolean expression over features (<c>disagree</c>); null: all.</summary>
    [Id(4)] public string? System2 { get; init; }

    /// <summary>Seed of mixing by share and of the validation split; default: the selection's.</summary>
    [Id(5)] public ulong? Seed { get; init; }

    /// <summary>System prompt of rows with reasoning.</summary>
    [Id(6)] public string? Think { get; init; }

    /// <summary>System prompt of rows without.</summary>
    [Id(7)] public string? NoThink { get; init; }

    /// <summary>System prompt of all rows, where the model shall decide for itself; not with <see cref="Think"/> or <see cref="NoThink"/>.</summary>
    [Id(8)] public string? Adaptive { get; init; }

    /// <summary>Share of questions kept apart for validation, 0 to below 1.</summary>
    [Id(9)] public double Validation { get; init; }
}
