namespace NaturalThoughts.Core.Traces;
public interface ITokenCounter { string Name { get; } int Count(ReadOnlySpan<char> text); }
