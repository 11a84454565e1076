using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Server.Configuration;

namespace NaturalThoughts.Server.Access;

/// <summary>The keys in force: that of the settings, and those of a file that may change while the server runs.</summary>
sealed partial class CurrentKeys
{
    /// <summary>How often the file is read, while somebody asks.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    readonly Lock _one = new();
    readonly HttpSettings _settings;
    readonly TimeProvider _time;
    readonly ILogger<CurrentKeys> _log;
    readonly ImmutableArray<KnownKey> _single;
    volatile KeyRing _ring;
    ImmutableArray<Problem> _problems = [];
    long _read;

    public CurrentKeys(ServeSettings settings, TimeProvider time, ILogger<CurrentKeys> log)
    {
        (_settings, _time, _log) = (settings.Http, time, log);
        _single = _settings.ApiKey is { } key ? [new(KnownKey.Single, Role.Operator, key)] : [];
        _ring = new(_single);
        Read();
    }

    /// <summary>Who has this key; null where it is nobody's.</summary>
    public Caller? Find(string given) => Ring().Find(given);

    /// <summary>Whether somebody who was let in before would be let in now.</summary>
    public bool Admits(Caller caller) => caller.By switch
    {
        Caller.Key => Ring().Has(caller),
        Caller.Token => _settings.Oidc is not null && caller.Until > _time.GetUtcNow(),
        _ => !_settings.AsksWho,
    };

    KeyRing Ring()
    {
        if (_settings.KeysFile is not null)
            lock (_one)
                if (_time.GetElapsedTime(_read) >= Every) Read();
        return _ring;
    }

    // Its text is read each time: where it is mounted, neither its time nor its name need change with it.
    void Read()
    {
        _read = _time.GetTimestamp();
        if (_settings.KeysFile is not { } file) return;
        var keys = KeysFile.Read(file);
        if (keys.Ok) _ring = new([.. _single, .. keys.Value.Keys]);
        else if (!keys.Problems.SequenceEqual(_problems))
            foreach (var problem in keys.Problems) LogBroken(problem.ToString());
        _problems = keys.Problems;
    }

    [LoggerMessage(LogLevel.Error, "The keys stay those that were read before: {Problem}")]
    partial void LogBroken(string problem);
}
