using NaturalThoughts.Benchmarks.Scenarios;

if (args is ["telemetry", .. var rest]) return await TelemetryCost.RunAsync(rest.Length > 0 ? int.Parse(rest[0], System.Globalization.CultureInfo.InvariantCulture) : 5);
Console.Error.WriteLine("Usage: telemetry [PAIRS]");
return 2;
