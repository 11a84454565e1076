using System.Collections.Immutable;

namespace NaturalThoughts.Core.Specs;

/// <summary>A file, folder or glob of questions, and how to read its rows; or another run.</summary>
public sealed record SourceSpec
{
    /// <summary>What stands before a run's name where a source is written as text, and in its <see cref="Name"/>.</summary>
    public const string RunPrefix = "run:";

    /// <summary>File, folder or glob (<c>*</c>, <c>**</c>, <c>?</c>); empty for a run.</summary>
    public required string Path { get; init; }

    /// <summary>Name in lineage columns and in the card; default: the path's last fixed part without extension. A run's questions keep the
    /// names of their own sources.</summary>
    public required string Name { get; init; }

    /// <summary>The run under the same root whose questions and responses are taken; null: <see cref="Path"/> is read.</summary>
    public string? Run { get; init; }

    /// <summary>A known layout; <see cref="Columns"/> override parts of it.</summary>
    public string? Preset { get; init; }

    /// <summary>SPDX id of the licence.</summary>
    public string? License { get; init; }

    /// <summary>Where in a row things stand; dotted paths.</summary>
    public ColumnMap Columns { get; init; } = new();

    /// <summary>Extra numeric columns, by the name they get: dotted paths; of a run the names it has them by.</summary>
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

    /// <summary>Path of the text (which may hold <c>&lt;think&gt;</c>), or of the answer part where <see cref="Reasoning"/> is given;
    /// an empty path is the element itself.</summary>
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
