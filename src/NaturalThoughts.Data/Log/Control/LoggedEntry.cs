namespace NaturalThoughts.Data.Log.Control;

/// <summary>A durable entry of the control log.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="At">When it was committed, by the committing machine's clock: for people, never for order.</param>
/// <param name="Entry">What happened.</param>
public sealed record LoggedEntry(int Number, DateTimeOffset At, ControlEntry Entry);
