using System.CommandLine;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Data.Runs;

namespace NaturalThoughts.Cli.Commands;

/// <summary><c>curate SPEC</c>: from questions to datasets; again to go on.</summary>
static class CurateCommand
{
    public static Command Build()
    {
        var spec = new Argument<string>("SPEC") { Description = "The spec file." };
        var endpoints = TextOptions.Several("--endpoint", "A model server beside the spec's; may be given several times.", "URL");
        var limit = NumberOptions.Whole("--limit", "A pilot: take in the first N questions only.", 1);
        var dryRun = new Option<bool>("--dry-run") { Description = "Print what would be done, and do nothing." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Agree to what a changed spec costs." };
        var folder = TextOptions.Optional("--folder",
            "The folder the spec's paths are relative to; the spec's own where not given. With `--server` it is the server's.", "DIR");
        var command = new Command(
            "curate", "Ingest, generate or import, annotate, select and emit what a spec asks for. Run it again to go on.")
        {
            spec, endpoints, limit, folder, dryRun, yes,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var invocation = Invocation.Of(parsed, cancellation);
            var curation = new Curation(invocation);
            var read = OrderOf(parsed.GetValue(spec)!, parsed.GetValue(endpoints) ?? [], parsed.GetValue(limit), parsed.GetValue(yes));
            if (!read.Ok) return Task.FromResult(invocation.Screen.Problems(read.Problems));
            var order = read.Value with { Folder = invocation.Place.Folder(parsed.GetValue(folder) ?? read.Value.Folder) };
            return parsed.GetValue(dryRun) ? curation.PreviewAsync(order) : curation.RunAsync(order);
        });
        return command;
    }

    static Checked<CurateOrder> OrderOf(string file, string[] endpoints, long? limit, bool yes)
    {
        var text = SpecFile.Read(file);
        return text.Ok
            ? new(new CurateOrder
            {
                Yaml = text.Value,
                FileName = file,
                Folder = Path.GetDirectoryName(Path.GetFullPath(file))!,
                Endpoints = [.. endpoints],
                Limit = limit,
                Confirmed = yes,
            })
            : new(text.Problems);
    }
}
