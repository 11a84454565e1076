using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using NaturalThoughts.Core.Telemetry;

namespace NaturalThoughts.Tests;

/// <summary>Hears what the program's instruments say from now on. They are those of the whole process, so a test that does not run alone
/// asks for what bears a name of its own, or hears itself only.</summary>
sealed class Heard : IDisposable
{
    static readonly AsyncLocal<Heard?> Here = new();

    readonly MeterListener _listener = new();
    readonly ConcurrentQueue<Said> _said = [];

    /// <param name="hereOnly">Whether to hear nothing but what the test's own flow of execution says.</param>
    public Heard(bool hereOnly = false)
    {
        if (hereOnly) Here.Value = this;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Observed.Name) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();

        void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (hereOnly && Here.Value != this) return;
            _said.Enqueue(new(instrument.Name["naturalthoughts.".Length..], value, [.. tags]));
        }
    }

    /// <summary>All that was said, in that order.</summary>
    public IReadOnlyCollection<Said> All => _said;

    /// <summary>What an instrument said, by its attributes, repeated ones added up.</summary>
    public IReadOnlyDictionary<string, double> Sums(string name, string about = "") => Of(_said, name, about)
        .GroupBy(said => said.About).ToDictionary(same => same.Key, same => same.Sum(said => said.Value));

    /// <summary>What a gauge says now, by its attributes; one that says anything twice fails.</summary>
    public IReadOnlyDictionary<string, double> Now(string name, string about = "")
    {
        var before = _said.Count;
        _listener.RecordObservableInstruments();
        return Of(_said.Skip(before), name, about).ToDictionary(said => said.About, said => said.Value);
    }

    public void Dispose() => _listener.Dispose();

    static IEnumerable<Said> Of(IEnumerable<Said> all, string name, string about) =>
        all.Where(said => said.Name == name && said.About.Contains(about, StringComparison.Ordinal));
}

/// <summary>One measurement.</summary>
/// <param name="Name">The instrument's name behind the program's.</param>
/// <param name="Value">The value.</param>
/// <param name="Tags">Its attributes.</param>
sealed record Said(string Name, double Value, KeyValuePair<string, object?>[] Tags)
{
    /// <summary>The attributes in a line: <c>run=r stage=intake</c>.</summary>
    public string About => string.Join(' ', Tags.Select(tag => $"{tag.Key}={tag.Value}"));
}
