using CsCheck;

namespace NaturalThoughts.Core.Tests.Expressions;

/// <summary>Random trees of numbers and of flags.</summary>
static class Trees
{
    internal static Gen<Tree> Number(int depth) => depth == 0 ? NumberLeaf : Gen.Frequency(
        (2, NumberLeaf),
        (4, Gen.Select(Gen.OneOf<string>("+", "-", "*", "/", "%"), Number(depth - 1), Number(depth - 1), (op, a, b) => (Tree)new ArithmeticTree(op, a, b))),
        (2, Gen.Select(Gen.OneOf<string>("abs", "floor", "ceil", "round", "log", "exp", "sqrt"), Number(depth - 1), (f, x) => (Tree)new CallTree(f, [x]))),
        (2, Gen.Select(Gen.OneOf<string>("min", "max", "coalesce"), Number(depth - 1).Array[2, 4], (f, x) => (Tree)new CallTree(f, x))),
        (1, Gen.Select(Number(depth - 1), Number(depth - 1), (x, y) => (Tree)new CallTree("pow", [x, y]))),
        (1, Number(depth - 1).Select(x => (Tree)new NegateTree(x))),
        (2, Gen.Select(Flag(depth - 1), Number(depth - 1), Number(depth - 1), (c, a, b) => (Tree)new CallTree("if", [c, a, b]))));

    internal static Gen<Tree> Flag(int depth) => depth == 0 ? FlagLeaf : Gen.Frequency(
        (2, FlagLeaf),
        (4, Gen.Select(Gen.OneOf<string>("=", "==", "!=", "<>", "<", "<=", ">", ">="), Number(depth - 1), Number(depth - 1), (op, a, b) => (Tree)new CompareTree(op, a, b))),
        (1, Gen.Select(Gen.OneOf<string>("=", "!="), Flag(depth - 1), Flag(depth - 1), (op, a, b) => (Tree)new CompareTree(op, a, b))),
        (4, Gen.Select(Gen.OneOf<string>("and", "or"), Flag(depth - 1), Flag(depth - 1), (op, a, b) => (Tree)new LogicTree(op, a, b))),
        (2, Flag(depth - 1).Select(x => (Tree)new NotTree(x))),
        (2, Gen.Select(Number(depth - 1), Number(depth - 1), Number(depth - 1), Gen.Bool, (x, a, b, not) => (Tree)new BetweenTree(x, a, b, not))),
        (2, Gen.Select(Number(depth - 1), Gen.Int[-3, 9].Select(n => n / 2.0).Array[1, 4], Gen.Bool, (x, numbers, not) => (Tree)new InTree(x, numbers, not))),
        (1, Gen.Select(Gen.OneOf(Number(depth - 1), Flag(depth - 1)), Gen.Bool, (x, not) => (Tree)new IsNullTree(x, not))),
        (1, Gen.Select(Flag(depth - 1), Flag(depth - 1), Flag(depth - 1), (c, a, b) => (Tree)new CallTree("if", [c, a, b]))),
        (1, Gen.Select(Flag(depth - 1), Flag(depth - 1), (a, b) => (Tree)new CallTree("coalesce", [a, b]))));

    static Gen<Tree> NumberLeaf { get; } = Gen.Frequency(
        (4, Gen.OneOf<string>("reasoning_tokens", "verbosity", "score", "reward model", "strategies_unique").Select(name => (Tree)new ColumnTree(name))),
        (3, Gen.OneOf<double>(0, 1, 2, 0.5, 2.5, 10, 5000, 1e300, 1e-7).Select(number => (Tree)new NumberTree(number))),
        (1, Gen.OneOf<string>("reasoning_tokens", "verbosity").Select(name => (Tree)new PercentileTree(name))));

    static Gen<Tree> FlagLeaf { get; } = Gen.Frequency(
        (3, Gen.OneOf<string>("complete", "correct", "disagree").Select(name => (Tree)new ColumnTree(name))),
        (1, Gen.Bool.Select(flag => (Tree)new LiteralTree(flag))),
        (3, Gen.Select(
            Gen.OneOf<string>("domain", "source"), Gen.OneOf<string>("Science", "Law", "it's", "", "nowhere").Array[1, 3],
            Gen.OneOf<string>("=", "!=", "in", "not in"), (column, texts, op) => (Tree)new TextTree(column, texts, op))),
        (1, Gen.Select(Gen.OneOf<string>("domain", "source"), Gen.Bool, (column, not) => (Tree)new IsNullTree(new ColumnTree(column), not))));
}
