using System.CommandLine;
using BenchmarkDotNet.Running;
using NaturalThoughts.Benchmarks.Measuring;
using NaturalThoughts.Benchmarks.Scenarios;
using NaturalThoughts.Benchmarks.Scenarios.Selecting;

IScenario[] all =
[
    new RecipeScenario(), new GrainScenario(), new ExpressionScenario(),
];

var pairs = new Option<int>("--pairs") { Description = "How many pairs are taken in turn.", DefaultValueFactory = _ => 5 };
var scale = new Option<double>("--scale")
{
    Description = "What all sizes are multiplied by: less than 1 to see whether it works.", DefaultValueFactory = _ => 1,
};
var into = new Option<string?>("--into") { Description = "A file for the table." };
var names = new Argument<string[]>("names") { Description = "Some scenarios only.", Arity = ArgumentArity.ZeroOrMore };
names.AcceptOnlyFromAmong([.. all.Select(scenario => scenario.Name)]);
var name = new Argument<string>("name");
var file = new Argument<string>("file");
var turns = new Argument<int>("turns") { Description = "How often each is run.", DefaultValueFactory = _ => 5 };

var table = new Command("table", "Measures whole paths beside what people would take instead, and writes the table.\n"
    + string.Join('\n', all.Select(scenario => $"  {scenario.Name}: {scenario.About}"))) { names, pairs, scale, into };
table.SetAction((given, _) =>
    Runner.RunAsync([.. all.Where(scenario => given.GetValue(names) is not { Length: > 0 } some || some.Contains(scenario.Name))],
        EffortOf(given), given.GetValue(into)));
var one = new Command("one", "Measures one scenario in this process.") { name, file, pairs, scale };
one.Hidden = true;
one.SetAction((given, _) => Runner.MeasureAsync(
    all.Single(scenario => scenario.Name == given.GetValue(name)), EffortOf(given), given.GetValue(file)!));
var kernels = new Command("kernels", "Runs BenchmarkDotNet on the kernels; its own options follow.") { TreatUnmatchedTokensAsErrors = false };
kernels.SetAction(given => { BenchmarkSwitcher.FromAssembly(typeof(Runner).Assembly).Run([.. given.UnmatchedTokens]); });
var telemetry = new Command("telemetry", "Measures what being observed costs.") { turns };
telemetry.SetAction((given, _) => TelemetryCost.RunAsync(given.GetValue(turns)));
return await new RootCommand("Benchmarks of NaturalThoughts: ratios to what people would take instead, measured in one run.")
{
    table, one, kernels, telemetry,
}.Parse(args).InvokeAsync();

Effort EffortOf(ParseResult given) => new(given.GetValue(pairs), given.GetValue(scale));
