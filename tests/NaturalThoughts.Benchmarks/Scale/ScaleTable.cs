using System.Diagnostics;
using System.Globalization;
using System.Text;
using NaturalThoughts.Benchmarks.Measuring;

namespace NaturalThoughts.Benchmarks.Scale;

/// <summary>What a unit of work costs where a run is spread over thousands of shards and silos. Nothing but this machine is needed: what
/// cannot be had here is simulated by as many of the product's own parts in this process.</summary>
sealed class ScaleTable
{
    /// <summary>Shards of the run.</summary>
    public const int Shards = 4096;

    /// <summary>Its questions.</summary>
    public const long Questions = 100_000_000;

    /// <summary>Silos with a model server each.</summary>
    public const int Silos = 1000;

    /// <summary>Responses that each has under way.</summary>
    public const int Slots = 256;

    static readonly (string Name, Func<ScaleTable, Task> Measure)[] Parts =
    [
        ("selection", SelectionCosts.MeasureAsync), ("slots", SlotCosts.MeasureAsync), ("membership", MembershipCosts.MeasureAsync),
        ("log", LogCosts.MeasureAsync), ("run", RunCosts.MeasureAsync),
    ];

    readonly StringBuilder _text = new();
    string _part = "";

    /// <summary>Names of what can be measured.</summary>
    public static IEnumerable<string> Names => Parts.Select(part => part.Name);

    /// <summary>Measures parts, all where none is named, and writes the table.</summary>
    public static async Task RunAsync(IReadOnlyCollection<string> names, string? into)
    {
        var table = new ScaleTable();
        table._text.Append(CultureInfo.InvariantCulture, $"{Machine.Describe()}\n\n| part | what | figure |\n| --- | --- | ---: |\n");
        foreach (var (name, measure) in Parts.Where(part => names.Count == 0 || names.Contains(part.Name)))
        {
            var started = Stopwatch.GetTimestamp();
            table._part = name;
            await measure(table);
            Console.Error.WriteLine(FormattableString.Invariant($"{name}: {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s"));
        }

        Console.Write(table._text);
        if (into is not null) await File.WriteAllTextAsync(into, table._text.ToString());
    }

    /// <summary>Adds a row.</summary>
    public void Add(string what, FormattableString figure)
    {
        var row = $"| {_part} | {what} | {figure.ToString(CultureInfo.InvariantCulture)} |";
        _text.Append(row).Append('\n');
        Console.Error.WriteLine(row);
    }

    /// <summary>Seconds of processor time and of the clock that work takes.</summary>
    public static async Task<(double Cpu, double Wall)> TimeAsync(Func<Task> work)
    {
        GC.Collect();
        var (cpu, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        await work();
        return ((Environment.CpuUsage.TotalTime - cpu).TotalSeconds, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>The same of work that does not wait.</summary>
    public static (double Cpu, double Wall) Time(Action work)
    {
        GC.Collect();
        var (cpu, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        work();
        return ((Environment.CpuUsage.TotalTime - cpu).TotalSeconds, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>Bytes as people say them.</summary>
    public static string Bytes(double bytes) => bytes switch
    {
        < 1e4 => string.Create(CultureInfo.InvariantCulture, $"{bytes:0} B"),
        < 1e7 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB"),
        < 1e10 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.#} GB"),
    };
}
