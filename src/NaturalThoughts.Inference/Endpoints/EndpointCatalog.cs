using System.Collections.Immutable;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Inference.Recorded;

namespace NaturalThoughts.Inference.Endpoints;

/// <summary>The endpoints a spec names, in its list and in its file; the file may change while a run goes on.</summary>
/// <param name="spec">The list and the file.</param>
/// <param name="folder">Folder that relative paths start from.</param>
/// <param name="http">Sends for all endpoints.</param>
/// <param name="time">The clock.</param>
/// <param name="environment">Reads environment variables: where keys come from.</param>
/// <param name="isOurs">Whether this process is the one that asks an endpoint of that name; null: it asks all.</param>
/// <param name="mayBeEmpty">Whether it is well that none is named: nothing is asked, or others are asked.</param>
public sealed class EndpointCatalog(
    EndpointsSpec spec, string folder, HttpClient http, TimeProvider time, Func<string, string?> environment,
    Func<string, bool>? isOurs = null, bool mayBeEmpty = false)
    : IDisposable
{
    /// <summary>Holds the key of endpoints that name no other variable.</summary>
    public const string DefaultKeyVariable = "NATURALTHOUGHTS_API_KEY";

    const string RecordedPrefix = "recorded:";

    readonly Dictionary<EndpointSpec, CatalogEntry> _made = [];
    string[] _lines = [];

    /// <summary>Reads the list and the file as they are now.</summary>
    /// <returns>The endpoints that can be used, in order, each address once, and every problem of the others.</returns>
    public (ImmutableArray<CatalogEntry> Entries, ImmutableArray<Problem> Problems) Read()
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        var any = false;
        var entries = new OrderedDictionary<string, CatalogEntry>(StringComparer.Ordinal);
        foreach (var (endpoint, where, line) in Listed(problems))
        {
            if (!_made.TryGetValue(endpoint, out var entry))
            {
                var made = Make(endpoint, where, line);
                problems.AddRange(made.Problems);
                if (!made.Ok) continue;
                _made[endpoint] = entry = made.Value;
            }

            any = true;
            if (isOurs?.Invoke(entry.Endpoint.Name) ?? true) entries.TryAdd(entry.Endpoint.Name, entry);
        }

        if (!any && !mayBeEmpty && problems.Count == 0 && spec.File is null)
            problems.Add(new("No endpoint is named.", "endpoints",
                Expected: "a list of addresses or a file", Fix: "Give `endpoints` at least one address."));
        return ([.. entries.Values], problems.DrainToImmutable());
    }

    /// <summary>Closes the recorded files.</summary>
    public void Dispose()
    {
        foreach (var entry in _made.Values) (entry.Endpoint as IDisposable)?.Dispose();
    }

    IEnumerable<(EndpointSpec Endpoint, string Where, int? Line)> Listed(ImmutableArray<Problem>.Builder problems)
    {
        foreach (var (endpoint, position) in spec.List.Select((endpoint, position) => (endpoint, position)))
            yield return (endpoint, $"endpoints[{position}]", null);
        if (spec.File is null) yield break;
        foreach (var (text, number) in Lines(spec.File, problems).Select((text, number) => (text, number)))
            if (text.Split('#', 2)[0].Trim() is { Length: > 0 } address)
                yield return (new EndpointSpec { Url = address }, spec.File, number + 1);
    }

    string[] Lines(string file, ImmutableArray<Problem>.Builder problems)
    {
        try
        {
            return _lines = File.ReadAllLines(Path.Combine(folder, file));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problems.Add(new($"The endpoints file cannot be read: {failure.Message}", file, Expected: "one address a line"));
            // A file that cannot be read just now says nothing about the endpoints it named before.
            return _lines;
        }
    }

    Checked<CatalogEntry> Make(EndpointSpec endpoint, string where, int? line)
    {
        if (endpoint.Slots is < 1)
            return new([new Problem($"`slots` is {endpoint.Slots}.", where, line, Expected: "a number from 1, or nothing")]);
        if (endpoint.Url.StartsWith(RecordedPrefix, StringComparison.Ordinal)) return MakeRecorded(endpoint, where, line);
        var address = EndpointAddress.Parse(endpoint.Url, where, line);
        if (!address.Ok) return new(address.Problems);
        var key = environment(endpoint.KeyVariable ?? DefaultKeyVariable);
        if (key is null && endpoint.KeyVariable is { } variable)
            return new([new Problem($"The environment variable `{variable}` is not set.", where, line,
                Fix: $"Set `{variable}` to the key of {address.Value.Name}.")]);
        return new(new CatalogEntry(new ObservedEndpoint(new HttpEndpoint(http, address.Value, key, time)), endpoint.Slots));
    }

    Checked<CatalogEntry> MakeRecorded(EndpointSpec endpoint, string where, int? line)
    {
        var file = endpoint.Url[RecordedPrefix.Length..];
        if (file.Length == 0) return new([new Problem("`recorded:` names no file.", where, line, Expected: "`recorded:FILE`")]);
        var responses = RecordedFile.Open(Path.Combine(folder, file), file);
        if (!responses.Ok) return new(responses.Problems);
        var calls = environment(RecordedCalls.Variable) is { Length: > 0 } log ? new RecordedCalls(log) : null;
        var latency = TimeSpan.FromSeconds(endpoint.Latency);
        return new(new CatalogEntry(new ObservedEndpoint(new RecordedEndpoint(responses.Value, latency, time, calls)),
            endpoint.Slots ?? RecordedEndpoint.DefaultSlots));
    }
}

/// <summary>An endpoint that can be used.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Slots">Most requests in flight; null: found by probing.</param>
public sealed record CatalogEntry(IModelEndpoint Endpoint, int? Slots);
