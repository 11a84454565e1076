using System.Collections.Frozen;

namespace NaturalThoughts.Core.Expressions;

/// <summary>A function of numbers.</summary>
/// <param name="Usage">How it is written.</param>
/// <param name="Fewest">Fewest arguments.</param>
/// <param name="Most">Most arguments.</param>
/// <param name="Unary">What it does to one number.</param>
/// <param name="Binary">What it does to two; more are folded from the left.</param>
sealed record Function(string Usage, int Fewest, int Most, UnaryKernel? Unary = null, BinaryKernel? Binary = null)
{
    const int Many = Expression.MaxNodes;

    /// <summary>Functions by name; those without a kernel are bound by themselves.</summary>
    internal static FrozenDictionary<string, Function> All { get; } = new Dictionary<string, Function>
    {
        ["log"] = new("log(x)", 1, 1, Unary: Kernels.Log),
        ["exp"] = new("exp(x)", 1, 1, Unary: Kernels.Exp),
        ["sqrt"] = new("sqrt(x)", 1, 1, Unary: Kernels.Sqrt),
        ["abs"] = new("abs(x)", 1, 1, Unary: Kernels.Abs),
        ["floor"] = new("floor(x)", 1, 1, Unary: Kernels.Floor),
        ["ceil"] = new("ceil(x)", 1, 1, Unary: Kernels.Ceil),
        ["round"] = new("round(x)", 1, 1, Unary: Kernels.Round),
        ["pow"] = new("pow(base, exponent)", 2, 2, Binary: Kernels.Pow),
        ["min"] = new("min(a, b, …)", 2, Many, Binary: Kernels.Min),
        ["max"] = new("max(a, b, …)", 2, Many, Binary: Kernels.Max),
        ["coalesce"] = new("coalesce(a, b, …)", 2, Many, Binary: Kernels.Coalesce),
        ["if"] = new("if(condition, then, otherwise)", 3, 3),
        ["percentile"] = new("percentile(column)", 1, 1),
    }.ToFrozenDictionary(StringComparer.Ordinal);
}
