using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Selection;

/// <summary>What orders candidates with equal keys. Few have them, so it is reckoned when it is asked for.</summary>
/// <param name="Hash">Complement of the hash of (seed, id).</param>
/// <param name="Id">The trace.</param>
public readonly record struct PlaceRest(ulong Hash, TraceId Id);
