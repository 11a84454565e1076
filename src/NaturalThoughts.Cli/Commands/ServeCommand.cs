using System.CommandLine;
using NaturalThoughts.Cli.Terminal;
using NaturalThoughts.Server.Configuration;
using NaturalThoughts.Server.Hosting;
using Spectre.Console;

namespace NaturalThoughts.Cli.Commands;

/// <summary><c>serve</c>: a silo as a process of its own, alone or in a cluster, with an HTTP interface.</summary>
static class ServeCommand
{
    public static Command Build()
    {
        var urls = TextOptions.Optional("--urls", "Where HTTP listens; several with semicolons.", "URLS");
        var redis = TextOptions.Optional(
            "--redis", "Where the cluster's silos find each other; without it this silo is alone.", "CONNECTION");
        var set = TextOptions.Several(
            "--set", "Any setting of docs/operations.md; may be given several times.", "KEY=VALUE");
        var command = new Command(
            "serve", "Run a silo that works on runs until it is stopped: alone, or with others that share its root and its Redis.")
        {
            urls, redis, set,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var given = new (string Key, string? Value)[]
            {
                ("Root", parsed.GetResult(CommandSettings.Root) is { Implicit: false } ? parsed.GetValue(CommandSettings.Root) : null),
                ("Http:Urls", parsed.GetValue(urls)),
                ("Redis:Connection", parsed.GetValue(redis)),
            };
            var configuration = new ServeConfiguration
            {
                Folder = Environment.CurrentDirectory,
                Environment = ServeConfiguration.EnvironmentOfProcess,
                Options =
                [
                    .. given.Where(option => option.Value is not null)
                        .Select(option => KeyValuePair.Create(option.Key, option.Value)),
                ],
                Assignments = [.. parsed.GetValue(set) ?? []],
            };
            return RunAsync(
                new(parsed.GetValue(CommandSettings.Json)), configuration, parsed.GetValue(CommandSettings.Verbose), cancellation);
        });
        return command;
    }

    static async Task<int> RunAsync(Screen screen, ServeConfiguration told, bool verbose, CancellationToken cancellation)
    {
        var configuration = told.Read();
        if (!configuration.Ok) return screen.Problems(configuration.Problems);
        var settings = ServeSettingsReader.Read(configuration.Value, told.Folder);
        if (!settings.Ok) return screen.Problems(settings.Problems);
        var ended = await ServeHost.RunAsync(
            settings.Value, configuration.Value, verbose, urls => Announce(screen, settings.Value, urls), cancellation);
        return ended is null ? ExitCode.Done : screen.Problems([ended], ExitCode.Failed);
    }

    static void Announce(Screen screen, ServeSettings settings, IEnumerable<string> urls)
    {
        var cluster = settings.Redis is { } redis ? $"cluster {settings.Cluster.Id}, Redis at {redis}" : "a single silo";
        screen.Say(Markup.Escape($"Serving {settings.Root} at {string.Join(", ", urls)}: {cluster}."));
    }
}
