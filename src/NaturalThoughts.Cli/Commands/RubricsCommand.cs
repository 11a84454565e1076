using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Core.Rubrics;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary><c>rubrics</c>: what a model can be asked to judge.</summary>
static class RubricsCommand
{
    public static Command Build()
    {
        var name = new Argument<string?>("NAME")
        {
            Description = "One of them: prints its prompt template, to begin one's own with; its placeholders and the form of the "
                + "reply go to standard error, or with the template into one document with --json.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("rubrics", "List what a model can be asked to judge: what each rubric fills and in which role.") { name };
        command.SetAction((parsed, cancellation) =>
            Task.FromResult(Run(Invocation.Of(parsed, cancellation).Screen, parsed.GetValue(name))));
        return command;
    }

    static int Run(Screen screen, string? name)
    {
        if (name is null) return screen.Result(Rubric.Names.Select(one => View.From(Rubric.Of(one, new()).Value!)), Draw);
        var rubric = Rubric.Of(name, new());
        if (rubric.Value is not { } found) return screen.Problems([.. rubric.Problems.Select(problem => problem with { Where = null })]);
        screen.Say($"[grey]fills[/] {string.Join(", ", found.Columns)}[grey], asked of the[/] {Word(found.Role)}");
        screen.Say($"[grey]placeholders[/] {Braced(found.Placeholders)}[grey]; needed are[/] {Braced(found.Needed)}");
        screen.Say(found.Schema is { } schema ? $"[grey]reply schema[/] {Markup.Escape(schema)}" : "[grey]reply[/] a text");
        // As it is: a console would wrap its lines.
        return screen.Result(View.From(found), (console, view) => console.Profile.Out.Writer.Write(view.Template));
    }

    static void Draw(IAnsiConsole console, IEnumerable<View> rubrics)
    {
        foreach (var rubric in rubrics)
        {
            console.MarkupLineInterpolated($"[bold]{rubric.Name}[/]");
            var about = new Markup(Markup.Escape(rubric.About)
                + $"\n[grey]asks the {rubric.Role} about the {rubric.Of} and fills {string.Join(", ", rubric.Columns)}[/]");
            console.Write(new Padder(about, new Padding(2, 0, 0, 1)));
        }
    }

    static string Braced(ImmutableArray<string> names) => string.Join(" ", names.Select(name => $"{{{name}}}"));

    static string Word(Enum value) => value.ToString().ToLowerInvariant();

    sealed record View(string Name, string About, string Role, string Of, ImmutableArray<string> Columns,
        ImmutableArray<string> Placeholders, ImmutableArray<string> Needed, string Template, JsonElement? Schema)
    {
        public static View From(Rubric rubric) => new(rubric.Name, rubric.About, Word(rubric.Role), rubric.Subject switch
        {
            RubricSubject.Question => "question",
            RubricSubject.Trace => "trace",
            RubricSubject.Answer => "trace's answer",
            RubricSubject.Baseline => "trace and a baseline response",
            _ => "trace and the reference answer",
        }, rubric.Columns, rubric.Placeholders, rubric.Needed, rubric.Template,
            rubric.Schema is { } schema ? JsonElement.Parse(schema) : null);
    }
}
