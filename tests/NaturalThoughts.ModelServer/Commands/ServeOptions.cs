using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.ModelServers.Answers;
using NaturalThoughts.ModelServers.Faults;
using NaturalThoughts.ModelServers.Protocol;
using NaturalThoughts.ModelServers.Settings;

namespace NaturalThoughts.ModelServers.Commands;

/// <summary>The options of the command line.</summary>
sealed class ServeOptions
{
    const string Placeholder = "{question}";

    static readonly ImmutableArray<(string Name, ReasoningField Field)> Fields =
        [("reasoning_content", ReasoningField.ReasoningContent), ("reasoning", ReasoningField.Reasoning), ("think", ReasoningField.Think)];

    static readonly string FieldNames = string.Join(", ", Fields.Select(one => one.Name));

    static readonly ModelServerOptions Default = new() { Port = 8001 };

    readonly Option<IPAddress?> _host = new("--host")
    {
        Description = "The address to listen at. [default: 127.0.0.1]",
        HelpName = "ADDRESS",
        CustomParser = result => IPAddress.TryParse(TextOf(result), out var address)
            ? address : Refuse<IPAddress?>(result, "--host", "an IP address, such as 127.0.0.1 or 0.0.0.0"),
    };

    readonly Option<int?> _port = Whole("--port", "The port; 0 takes a free one. [default: 8001]", 0, 65535);
    readonly Option<string[]> _models = new("--model")
    {
        Description = "A model served, ID or ID=ROOT; may be given again. Default: those that the recorded responses name.",
        HelpName = "ID",
    };
    readonly Option<int?> _maxLength = Whole(
        "--max-model-len", "Most tokens of a prompt and its answer; a longer prompt gets a 400. [default: 131072]", 1, int.MaxValue);
    readonly Option<TimeSpan?> _latency = Time("--latency", "Until the first token. [default: 0]");
    readonly Option<double?> _rate = Of<double>(
        "--tokens-per-second", "Tokens of a response per second; a token is four bytes. 0 sends all at once. [default: 0]",
        "a number from 0 to 1,000,000", "N", RateOf);
    readonly Option<int?> _slots = Whole(
        "--slots", "Requests answered at the same time; one more gets a 429. 0: no limit. [default: 0]", 0, int.MaxValue);
    readonly Option<TimeSpan?> _retryAfter = Time("--retry-after", "What a 429 asks for, in whole seconds. [default: 1s]");
    readonly Option<TimeSpan?> _stall = Time(
        "--stall", "How long a stalled response is silent before its connection is reset. [default: 10m]");
    readonly Option<FaultShares?> _faults = Parsed(
        "--faults", $"What goes wrong, with its share: {string.Join(", ", FaultShares.Names.Select(one => one.Name))}.", "NAME=SHARE,…",
        FaultShares.Parse);
    readonly Option<int?> _faultSeed = Whole(
        "--fault-seed", "Tells servers apart that are to fail with different requests. [default: 0]", 0, int.MaxValue);
    readonly Option<TokenRange?> _reasoning = Of<TokenRange>(
        "--reasoning-tokens", "Length of made-up reasoning. [default: 200..8000]", TokenRange.Expected, "N or N..M", TokenRange.Parse);
    readonly Option<ReasoningField?> _field = Of<ReasoningField>(
        "--reasoning-field", $"Where reasoning is sent: {FieldNames}. [default: reasoning_content]", FieldNames, "FIELD",
        text => Fields.Where(one => one.Name == text).Select(one => (ReasoningField?)one.Field).FirstOrDefault());
    readonly Option<string[]> _recorded = new("--recorded")
    {
        Description = "A file of recorded responses, JSONL as for `recorded:` endpoints; may be given again. "
            + "What it does not hold is made up.",
        HelpName = "FILE",
    };
    readonly Option<RowMap?> _map = Parsed(
        "--map", "Where the rows of recorded files keep what: question, reasoning, content, model, finish_reason, each.",
        "NAME=PATH,…", RowMap.Parse);
    readonly Option<string?> _prompt = new("--prompt")
    {
        Description = $"What questions stand in where they are asked. [default: {Placeholder}]",
        HelpName = "TEXT",
    };
    readonly Option<string?> _log = new("--log")
    {
        Description = "A file that gets a line for each response sent whole, and whose lines are counted on start.",
        HelpName = "FILE",
    };

    /// <summary>The command, without an action.</summary>
    public RootCommand Command() => new(
        "A model server without a model: speaks the OpenAI protocol, answers with recorded or made-up text, fails as told and counts.")
    {
        _host, _port, _models, _maxLength, _latency, _rate, _slots, _retryAfter, _stall, _faults, _faultSeed, _reasoning, _field,
        _recorded, _map, _prompt, _log,
    };

    /// <summary>Everything wrong with a command line.</summary>
    public ImmutableArray<Problem> Problems(ParseResult parsed)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var names = parsed.CommandResult.Command.Options.Select(option => option.Name).ToList();
        foreach (var word in parsed.UnmatchedTokens)
            problems.Add(new($"`{word}` means nothing here.", Fix: NearestName.DidYouMean(word, names) ?? "See --help."));
        problems.AddRange(parsed.Errors
            .Where(error => !parsed.UnmatchedTokens.Any(word => error.Message.Contains($"'{word}'", StringComparison.Ordinal)))
            .Select(error => new Problem(error.Message)));
        if (problems.Count > 0) return problems.DrainToImmutable();
        if (parsed.GetValue(_prompt)?.Contains(Placeholder, StringComparison.Ordinal) is false)
            problems.Add(new("`--prompt` does not say where the question stands.", Expected: Placeholder + " in it"));
        if (parsed.GetValue(_map) is not null && parsed.GetValue(_recorded) is not { Length: > 0 })
            problems.Add(new("`--map` maps nothing without `--recorded FILE`."));
        if (parsed.GetValue(_models) is not { Length: > 0 } && parsed.GetValue(_recorded) is not { Length: > 0 }
            && parsed.Action == parsed.CommandResult.Command.Action)
            problems.Add(new("No model is served.", Fix: "Give `--model ID`, or `--recorded FILE` whose rows name theirs."));
        return problems.DrainToImmutable();
    }

    /// <summary>What a command line without problems asks for.</summary>
    public ModelServerOptions Of(ParseResult parsed) => new()
    {
        Host = parsed.GetValue(_host) ?? Default.Host,
        Port = parsed.GetValue(_port) ?? Default.Port,
        Models = [.. parsed.GetValue(_models) ?? []],
        MaxModelLength = parsed.GetValue(_maxLength) ?? Default.MaxModelLength,
        ReasoningField = parsed.GetValue(_field) ?? Default.ReasoningField,
        ReasoningTokens = parsed.GetValue(_reasoning) ?? Default.ReasoningTokens,
        Recorded = [.. (parsed.GetValue(_recorded) ?? []).Select(path => new RecordedSource(path, parsed.GetValue(_map)))],
        Prompt = parsed.GetValue(_prompt) ?? Default.Prompt,
        Log = parsed.GetValue(_log),
        FaultSeed = (ulong)(parsed.GetValue(_faultSeed) ?? 0),
        Settings = new()
        {
            Latency = parsed.GetValue(_latency) ?? Default.Settings.Latency,
            TokensPerSecond = parsed.GetValue(_rate) ?? Default.Settings.TokensPerSecond,
            Slots = parsed.GetValue(_slots) ?? Default.Settings.Slots,
            RetryAfter = parsed.GetValue(_retryAfter) ?? Default.Settings.RetryAfter,
            Stall = parsed.GetValue(_stall) ?? Default.Settings.Stall,
            Faults = parsed.GetValue(_faults) ?? Default.Settings.Faults,
        },
    };

    static Option<int?> Whole(string name, string description, int least, int most) =>
        Of<int>(name, description, string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"), "N",
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= least && number <= most ? number : null);

    static double? RateOf(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate is >= 0 and <= 1e6 ? rate : null;

    static Option<TimeSpan?> Time(string name, string description) => Of<TimeSpan>(name, description, Span.Expected, "TIME", Span.Parse);

    static Option<T?> Of<T>(string name, string description, string expected, string helpName, Func<string, T?> read)
        where T : struct => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result => read(TextOf(result)) ?? Refuse<T?>(result, name, expected),
        };

    static T? Refuse<T>(ArgumentResult result, string name, string expected)
    {
        result.AddError(new Problem($"`{name} {TextOf(result)}` is not possible.", Expected: expected).ToString());
        return default;
    }

    static Option<T?> Parsed<T>(string name, string description, string helpName, Func<string, Checked<T>> read)
        where T : class => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result =>
            {
                var value = read(TextOf(result));
                foreach (var problem in value.Problems) result.AddError($"{name}: {problem}");
                return value.Value;
            },
        };

    static string TextOf(ArgumentResult result) => result.Tokens is [var token] ? token.Value : "";
}
