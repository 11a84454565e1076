using BenchmarkDotNet.Attributes;
using NaturalThoughts.Core.Cleaning;

namespace NaturalThoughts.Benchmarks.Kernels;

/// <summary>A question on its way to bands: words, shingles, signature.</summary>
[MemoryDiagnoser]
public class MinHashing
{
    readonly NormalText _text = new();
    readonly MinHash _minHash = new(LshBands.For(0.8).Hashes);
    string _question = "";
    ulong[] _shingles = [];
    ulong[] _signature = [];

    /// <summary>Words of the question: the median's, and many.</summary>
    [Params(25, 200)]
    public int Words { get; set; }

    /// <summary>Makes the question.</summary>
    [GlobalSetup]
    public void Make()
    {
        var random = new Random(1);
        _question = string.Join(' ', Enumerable.Range(0, Words).Select(_ => $"word{random.Next(20_000)}"));
        _signature = new ulong[_minHash.Length];
        _shingles = Shingled();
    }

    /// <summary>Words and shingles.</summary>
    [Benchmark]
    public ulong[] Shingled()
    {
        _text.Read(_question, operators: true);
        return Shingles.Of(_text, 5);
    }

    /// <summary>The signature of the shingles.</summary>
    [Benchmark]
    public ulong Signed()
    {
        _minHash.Sign(_shingles, _signature);
        return _signature[0];
    }
}
