using System.Globalization;
using NaturalThoughts.Benchmarks.Scenarios;

const int Turns = 5;
if (args is ["telemetry"]) return await TelemetryCost.RunAsync(Turns);
if (args is ["telemetry", var given] && int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var turns) && turns > 0)
    return await TelemetryCost.RunAsync(turns);
Console.Error.WriteLine($"Usage: telemetry [TURNS]  (what being observed costs; {Turns} turns unless told otherwise)");
return 2;
