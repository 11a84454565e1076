using NaturalThoughts.Core.Curation.Judgements;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>The template files that a spec names. The accepted spec holds their text: a file that changes later changes nothing before the
/// spec is curated again, and no silo needs it.</summary>
public static class RubricTemplates
{
    /// <summary>Most characters of a template.</summary>
    public const int Most = 100_000;

    /// <summary>The spec with the text of its templates, or every problem of those and of its rubrics.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="folder">The folder its paths are relative to.</param>
    public static Checked<RunSpec> Fill(RunSpec spec, string folder)
    {
        var filled = spec.Rubrics.Select(rubric => Fill(rubric, folder)).ToList();
        if (filled.SelectMany(rubric => rubric.Problems).ToList() is { Count: > 0 } unread) return new(unread);
        var built = RubricSet.Of(spec with { Rubrics = [.. filled.Select(rubric => rubric.Value!)] });
        return built.Ok
            ? new(spec with { Rubrics = [.. filled.Select(rubric => rubric.Value! with { Template = null })] })
            : new(built.Problems);
    }

    static Checked<RubricSpec> Fill(RubricSpec rubric, string folder)
    {
        if (rubric.Template is not { } file) return new(rubric);
        try
        {
            var text = File.ReadAllText(Path.Combine(folder, file));
            return text.Length > Most ? Wrong($"The template is {text.Length} characters long.", $"at most {Most}")
                : text.Any(character => char.IsControl(character) && character is not ('\n' or '\r' or '\t'))
                    ? Wrong("The template holds control characters.", "text that can be printed")
                : new(rubric with { Prompt = text });
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Wrong($"The template cannot be read: {failure.Message}", "a text file");
        }

        Checked<RubricSpec> Wrong(string what, string expected) => new([new Problem(what, file, Expected: expected)]);
    }
}
