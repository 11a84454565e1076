using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace NaturalThoughts.Core.Problems;

/// <summary>A value, or every problem that stands in its way.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
[GenerateSerializer, Immutable, Alias("nt.Checked`1")]
public sealed class Checked<T> where T : class
{
    /// <summary>A good value.</summary>
    public Checked(T value) => Value = value;

    /// <summary>No value, and why: at least one problem.</summary>
    public Checked(IEnumerable<Problem> problems) => Problems = [.. problems];

    [GeneratedActivatorConstructor]
    Checked() { }

    /// <summary>The value; null exactly when there are problems.</summary>
    [Id(0)] public T? Value { get; private set; }

    /// <summary>All problems at once.</summary>
    [Id(1)] public ImmutableArray<Problem> Problems { get; private set; } = [];

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    public bool Ok => Value is not null;
}
