using System.Runtime.InteropServices;
using NaturalThoughts.Core.Cleaning;
using NaturalThoughts.Core.Memory;
using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Cluster.Cleaning;

/// <summary>Shingles and band hashes of a shard's questions, by their numbers, in scratch files. Of the bands the one read last is in
/// memory.</summary>
sealed class ShingleScratch : IDisposable
{
    // Questions of a block: within it the hashes of one band stand together.
    const int Block = 4096;

    readonly LshBands _cut;
    readonly MinHash _minHash;
    readonly ScratchFile _shingles = new();
    readonly ScratchFile _bands = new();
    readonly BlockList<long> _ends = new();
    readonly Lock _reading = new();
    List<ulong> _pendingShingles = [];
    ulong[] _pendingBands;
    ulong[] _signature;
    ulong[] _hashes;
    (int Band, ulong[] Hashes) _read = (-1, []);

    /// <summary>Empty ones.</summary>
    public ShingleScratch(LshBands cut)
    {
        _cut = cut;
        _minHash = new(cut.Hashes);
        _pendingBands = new ulong[cut.Bands * Block];
        _signature = new ulong[_minHash.Length];
        _hashes = new ulong[cut.Bands];
    }

    /// <summary>Adds the next question's shingles; none: it is compared with nobody.</summary>
    public void Add(ReadOnlySpan<ulong> shingles)
    {
        if (!shingles.IsEmpty)
        {
            _minHash.Sign(shingles, _signature);
            _cut.Fill(_signature, _hashes);
            for (var band = 0; band < _hashes.Length; band++) _pendingBands[(band * Block) + (_ends.Count % Block)] = _hashes[band];
            _pendingShingles.AddRange(shingles);
        }

        _ends.Add((_ends.Count == 0 ? 0 : _ends[_ends.Count - 1]) + shingles.Length);
        if (_ends.Count % Block == 0) Flush();
    }

    /// <summary>Ends the filling.</summary>
    public void Seal()
    {
        if (_ends.Count % Block != 0) Flush();
        (_pendingShingles, _pendingBands, _signature, _hashes) = ([], [], [], []);
    }

    /// <summary>Whether a question has no shingles.</summary>
    public bool IsEmpty(int number) => _ends[number] == Start(number);

    /// <summary>A question's shingles.</summary>
    public ulong[] Read(int number)
    {
        var shingles = new ulong[_ends[number] - Start(number)];
        _shingles.Read(Start(number) * sizeof(ulong), MemoryMarshal.AsBytes(shingles.AsSpan()));
        return shingles;
    }

    /// <summary>A band's hash of each question; of those without shingles anything.</summary>
    public ulong[] Band(int band)
    {
        lock (_reading)
        {
            if (_read.Band == band) return _read.Hashes;
            var blocks = (_ends.Count + Block - 1) / Block;
            var hashes = new ulong[blocks * Block];
            for (var block = 0; block < blocks; block++)
                _bands.Read(
                    ((((long)block * _cut.Bands) + band) * Block) * sizeof(ulong),
                    MemoryMarshal.AsBytes(hashes.AsSpan(block * Block, Block)));
            _read = (band, hashes);
            return hashes;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _shingles.Dispose();
        _bands.Dispose();
    }

    long Start(int number) => number == 0 ? 0 : _ends[number - 1];

    void Flush()
    {
        _shingles.Append(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_pendingShingles)));
        _bands.Append(MemoryMarshal.AsBytes(_pendingBands.AsSpan()));
        _pendingShingles.Clear();
    }
}
