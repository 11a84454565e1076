using NaturalThoughts.Core.Responses;
using NaturalThoughts.Core.Specs.Reading;
using NaturalThoughts.Core.Specs.Yaml;

namespace NaturalThoughts.Core.Specs;

/// <summary>Writes <c>annotate</c> so that it says the same whoever is bound.</summary>
static class AnnotateWriter
{
    public static void Write(YamlText yaml, RunSpec spec)
    {
        if (spec.Rubrics.IsEmpty && !spec.Annotate.Any(rule => IsTaken(rule, spec))) yaml.Texts("annotate", spec.Annotate);
        else
            yaml.Items("annotate",
            [
                .. spec.Annotate.Select<string, Action>(rule => IsTaken(rule, spec)
                    ? () => yaml.Map(() => yaml.Map(rule, () => yaml.Text("by", RubricReader.Rule)))
                    : () => yaml.Item(rule)),
                .. spec.Rubrics.Select<RubricSpec, Action>(rubric => rubric.IsPlain && rubric.By == RubricReader.RoleOf(rubric.Name)
                    ? () => yaml.Item(rubric.Name)
                    : () => yaml.Map(() => yaml.Map(rubric.Name, () => Options(yaml, rubric)))),
            ]);
    }

    // A rule of this name is a model's work where one is bound, unless the spec says otherwise.
    static bool IsTaken(string rule, RunSpec spec) => SpecNames.Rubrics.Contains(rule)
        && (RubricReader.RoleOf(rule) is ModelRole.Judge ? spec.Judge : spec.Annotator) is not null;

    static void Options(YamlText yaml, RubricSpec rubric)
    {
        yaml.Text("by", RubricReader.NameOf(rubric.By));
        yaml.Text("template", rubric.Template);
        yaml.Text("template_text", rubric.Prompt);
        yaml.Number("max_chars", rubric.MaxChars);
        if (!rubric.Domains.IsEmpty) yaml.Texts("domains", rubric.Domains);
        if (!rubric.Topics.IsEmpty) yaml.Texts("topics", rubric.Topics);
    }
}
