using System.CommandLine;
using System.Globalization;
using BenchmarkDotNet.Running;
using NaturalThoughts.Benchmarks.Growth;
using NaturalThoughts.Benchmarks.Measuring;
using NaturalThoughts.Benchmarks.Scenarios;
using NaturalThoughts.Benchmarks.Scenarios.Orchestration;
using NaturalThoughts.Benchmarks.Scenarios.Selecting;

IScenario[] all =
[
    new RecipeScenario(),
    new GrainScenario(),
    new ExpressionScenario(),
    new Orchestration(),
    new Limit(),
    new Streaming(),
];
IGrowing[] growing =
[
    new PoolGrowth(),
];

// What this program asks of itself in processes of their own.
if (args is ["one", var scenarioName, var ownPairs, var ownScale, var rows])
{
    var effort = new Effort(int.Parse(ownPairs, CultureInfo.InvariantCulture), double.Parse(ownScale, CultureInfo.InvariantCulture));
    await Child.ReplyAsync(await all.Single(scenario => scenario.Name == scenarioName).MeasureAsync(effort), rows);
    return 0;
}

if (args is ["grown", var pathName, var traces, var cost])
{
    await Child.ReplyAsync(
        await growing.Single(path => path.Name == pathName).CostsAsync(int.Parse(traces, CultureInfo.InvariantCulture)), cost);
    return 0;
}

var pairs = new Option<int>("--pairs") { Description = "How many pairs are taken in turn.", DefaultValueFactory = _ => 5 };
var scale = new Option<double>("--scale")
{
    Description = "What all sizes are multiplied by: less than 1 to see whether it works.", DefaultValueFactory = _ => 1,
};
var into = new Option<string?>("--into") { Description = "A file for the table." };
var names = new Argument<string[]>("names") { Description = "Some scenarios only.", Arity = ArgumentArity.ZeroOrMore };
names.AcceptOnlyFromAmong([.. all.Select(scenario => scenario.Name)]);
var turns = new Argument<int>("turns") { Description = "How often each is run.", DefaultValueFactory = _ => 5 };

var table = new Command("table", "Measures whole paths beside what people would take instead, and writes the table.\n"
    + string.Join('\n', all.Select(scenario => $"  {scenario.Name}: {scenario.About}"))) { names, pairs, scale, into };
table.SetAction((given, _) =>
    Runner.RunAsync([.. all.Where(scenario => given.GetValue(names) is not { Length: > 0 } some || some.Contains(scenario.Name))],
        EffortOf(given), given.GetValue(into)));
var some = new Argument<string[]>("names") { Description = "Some paths only.", Arity = ArgumentArity.ZeroOrMore };
some.AcceptOnlyFromAmong([.. growing.Select(path => path.Name)]);
var most = new Option<int>("--most") { Description = "The largest pool.", DefaultValueFactory = _ => int.MaxValue };
var folder = new Option<string?>("--into") { Description = "A folder for growth.md and growth.svg." };
var growth = new Command("growth", "Measures how costs grow with the pool, and draws it.") { some, most, folder };
growth.SetAction((given, _) => GrowthRunner.RunAsync(
    [.. growing.Where(path => given.GetValue(some) is not { Length: > 0 } named || named.Contains(path.Name))],
    given.GetValue(most), given.GetValue(folder)));
var kernels = new Command("kernels", "Runs BenchmarkDotNet on the kernels; its own options follow.") { TreatUnmatchedTokensAsErrors = false };
kernels.SetAction(given => { BenchmarkSwitcher.FromAssembly(typeof(Runner).Assembly).Run([.. given.UnmatchedTokens]); });
var telemetry = new Command("telemetry", "Measures what being observed costs.") { turns };
telemetry.SetAction((given, _) => TelemetryCost.RunAsync(given.GetValue(turns)));
var sizes = new Argument<int[]>("sizes") { Description = "Milliseconds an answer takes; answers, their characters, and a chunk's." };
var answer = new Command("answer", "Is the model server of a scenario.") { sizes };
answer.Hidden = true;
answer.SetAction((given, _) => given.GetValue(sizes) is [var latency, var count, var chars, var chunk]
    ? AnswerServer.RunAsync(latency, new(count, chars, chunk)) : throw new ArgumentException("Four sizes."));
return await new RootCommand("Benchmarks of NaturalThoughts: ratios to what people would take instead, measured in one run.")
{
    table, growth, kernels, telemetry, answer,
}.Parse(args).InvokeAsync();

Effort EffortOf(ParseResult given) => new(given.GetValue(pairs), given.GetValue(scale));
