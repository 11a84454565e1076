namespace NaturalThoughts.Server.Tests.Survival;

/// <summary>Tests that measure how much is done: nothing runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Timed
{
    /// <summary>The collection's name.</summary>
    public const string Name = "timed";
}
