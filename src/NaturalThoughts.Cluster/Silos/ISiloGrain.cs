using System.Collections.Immutable;

namespace NaturalThoughts.Cluster.Silos;

/// <summary>One silo, as the coordinator of a run speaks to it. Key: its address.</summary>
[Alias("nt.ISiloGrain")]
public interface ISiloGrain : IGrainWithStringKey
{
    /// <summary>Has the silo serve a run under the spec in force.</summary>
    [Alias("Serve")]
    Task Serve(string run);

    /// <summary>Begins no further response for a run.</summary>
    [Alias("Halt")]
    Task Halt(string run);

    /// <summary>Gives responses under way for a run up.</summary>
    [Alias("Abort")]
    Task Abort(string run);

    /// <summary>What the silo serves a run with.</summary>
    [Alias("Served")]
    Task<ServedEndpoints> Served(string run);

    /// <summary>The silo as it sees itself.</summary>
    [Alias("Report")]
    Task<SiloReport> Report();
}

/// <summary>What a silo serves a run with.</summary>
/// <param name="Lines">Its endpoints with how busy they are, one line each.</param>
/// <param name="Models">The models they serve now.</param>
[GenerateSerializer, Immutable, Alias("nt.ServedEndpoints")]
public sealed record ServedEndpoints([property: Id(0)] ImmutableArray<string> Lines, [property: Id(1)] ImmutableArray<string> Models);
