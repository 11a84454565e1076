using System.CommandLine;
using BenchmarkDotNet.Running;
using NaturalThoughts.Benchmarks;
using NaturalThoughts.Benchmarks.Growth;
using NaturalThoughts.Benchmarks.Measuring;
using NaturalThoughts.Benchmarks.Scale;
using NaturalThoughts.Benchmarks.Scenarios;

if (await OwnProcesses.ServesAsync(args)) return 0;

var pairs = new Option<int>("--pairs") { Description = "How many pairs are taken in turn.", DefaultValueFactory = _ => 5 };
var scale = new Option<double>("--scale")
{
    Description = "What all sizes are multiplied by: less than 1 to see whether it works.", DefaultValueFactory = _ => 1,
};
var into = new Option<string?>("--into") { Description = "A file for the table." };
var names = new Argument<string[]>("names") { Description = "Some scenarios only.", Arity = ArgumentArity.ZeroOrMore };
names.AcceptOnlyFromAmong([.. All.Scenarios.Select(scenario => scenario.Name)]);
var turns = new Argument<int>("turns") { Description = "How often each is run.", DefaultValueFactory = _ => 5 };

var table = new Command("table", "Measures whole paths beside what people would take instead, and writes the table.\n"
    + string.Join('\n', All.Scenarios.Select(scenario => $"  {scenario.Name}: {scenario.About}"))) { names, pairs, scale, into };
table.SetAction((given, _) => Runner.RunAsync(
    [.. All.Scenarios.Where(scenario => given.GetValue(names) is not { Length: > 0 } some || some.Contains(scenario.Name))],
    new(given.GetValue(pairs), given.GetValue(scale)), given.GetValue(into)));
var some = new Argument<string[]>("names") { Description = "Some paths only.", Arity = ArgumentArity.ZeroOrMore };
some.AcceptOnlyFromAmong([.. All.Growing.Select(path => path.Name)]);
var most = new Option<int>("--most") { Description = "The largest pool.", DefaultValueFactory = _ => int.MaxValue };
var folder = new Option<string?>("--into") { Description = "A folder for growth.md and growth.svg." };
var growth = new Command("growth", "Measures how costs grow with the pool, and draws it.") { some, most, folder };
growth.SetAction((given, _) => GrowthRunner.RunAsync(
    [.. All.Growing.Where(path => given.GetValue(some) is not { Length: > 0 } named || named.Contains(path.Name))],
    given.GetValue(most), given.GetValue(folder)));
var kernels = new Command("kernels", "Runs BenchmarkDotNet on the kernels; its own options follow.") { TreatUnmatchedTokensAsErrors = false };
// In this process: a project that it would generate does not build within this one's.
kernels.SetAction(given => { BenchmarkSwitcher.FromAssembly(typeof(Runner).Assembly).Run([.. given.UnmatchedTokens, "--inProcess"]); });
var parts = new Argument<string[]>("parts") { Description = "Some parts only.", Arity = ArgumentArity.ZeroOrMore };
parts.AcceptOnlyFromAmong([.. ScaleTable.Names]);
var atScale = new Command("scale", "Measures what a unit of work costs with thousands of shards and silos.") { parts, into };
atScale.SetAction((given, _) => ScaleTable.RunAsync(given.GetValue(parts) ?? [], given.GetValue(into)));
var telemetry = new Command("telemetry", "Measures what being observed costs.") { turns };
telemetry.SetAction((given, _) => TelemetryCost.RunAsync(given.GetValue(turns)));
return await new RootCommand("Benchmarks of NaturalThoughts: ratios to what people would take instead, measured in one run.")
{
    table, growth, kernels, atScale, telemetry,
}.Parse(args).InvokeAsync();
