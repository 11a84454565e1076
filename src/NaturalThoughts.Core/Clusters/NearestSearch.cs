using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NaturalThoughts.Core.Clusters;

/// <summary>Finds the nearest of some centroids for some vectors at once. It is a product of matrices, and in such tiles that a CPU computes
/// and does not wait for memory. All of it is exact, so every CPU finds the same.</summary>
/// <remarks>
/// <para>Two components beside each other are one number of 32 bits, a pair; CPUs multiply two pairs and add the products in one
/// step.</para>
/// <para>Centroids are laid out anew, in blocks of 32: first the first pairs of all 32, then their second ones. So one load takes
/// the same pair of 4, 8 or 16 centroids, each lane of a register sums up the product of one centroid, and nothing is ever added across
/// lanes.</para>
/// <para>The innermost tile is 4 vectors by as many centroids as two registers have lanes: 8 sums that stay in registers. Each
/// step loads 2 registers of centroids and 4 pairs of vectors and multiplies 8 times, so multiplying is what takes the time.</para>
/// <para>A block (of 256 dimensions: 16 KiB) goes past all vectors of a call, and so stays in the first cache; the vectors, at most
/// <see cref="ClusterTally.Tile"/>, stay in the second. Beside each vector stand the least distance so far in each of the 32 lanes and the
/// block it came from; lanes are compared with each other in the end only.</para>
/// </remarks>
sealed class NearestSearch
{
    // Centroids of a block.
    const int Width = 32;

    // Vectors of a tile.
    const int Height = 4;

    readonly int _pairs;
    readonly int[] _packed;
    readonly int[] _squares;

    /// <summary>Lays centroids out.</summary>
    public NearestSearch(Centroids centroids)
    {
        _pairs = (centroids.Dimensions + 1) / 2;
        var blocks = (centroids.Count + Width - 1) / Width;
        _packed = new int[blocks * _pairs * Width];
        // A place without a centroid is as far as can be.
        _squares = [.. Enumerable.Repeat(int.MaxValue, blocks * Width)];
        for (var index = 0; index < centroids.Count; index++)
        {
            var (block, lane) = Math.DivRem(index, Width);
            var pairs = Pairs(centroids[index], centroids.Dimensions);
            for (var pair = 0; pair < _pairs; pair++) _packed[(((block * _pairs) + pair) * Width) + lane] = pairs[pair];
            _squares[index] = ExactDot.Of(centroids[index], centroids[index]);
        }
    }

    /// <summary>Finds the nearest centroid of some vectors; of equally near ones it is the first.</summary>
    /// <param name="vectors">The vectors, one after the other.</param>
    /// <param name="dimensions">Dimensions of each.</param>
    /// <param name="nearest">Gets the index for each.</param>
    /// <param name="distances">Gets the squared distance for each, less the vector's own square.</param>
    public void Find(ReadOnlySpan<short> vectors, int dimensions, Span<int> nearest, Span<int> distances)
    {
        var pairs = Pairs(vectors, dimensions);
        if (Avx512BW.IsSupported) Find<Vector512<int>, Lanes512>(pairs, nearest, distances);
        else if (Avx2.IsSupported) Find<Vector256<int>, Lanes256>(pairs, nearest, distances);
        else Find<Vector128<int>, Lanes128>(pairs, nearest, distances);
    }

    /// <summary>The same by registers of one kind.</summary>
    /// <param name="pairs">The vectors as <see cref="Pairs"/>.</param>
    /// <param name="nearest">Gets the index for each.</param>
    /// <param name="distances">Gets the distance for each.</param>
    internal void Find<TLanes, TKind>(ReadOnlySpan<int> pairs, Span<int> nearest, Span<int> distances)
        where TKind : struct, ILanes<TLanes>
    {
        if (nearest.IsEmpty) return;
        var rented = ArrayPool<int>.Shared.Rent(nearest.Length * Width * 2);
        var least = rented.AsSpan(0, nearest.Length * Width);
        var from = rented.AsSpan(nearest.Length * Width, nearest.Length * Width);
        least.Fill(int.MaxValue);
        from.Clear();
        Span<int> products = stackalloc int[Height * Width];
        for (var first = 0; first < _squares.Length; first += Width)
        {
            var block = _packed.AsSpan(first * _pairs, Width * _pairs);
            for (var at = 0; at < nearest.Length; at += Height)
            {
                var height = Math.Min(Height, nearest.Length - at);
                for (var column = 0; column < Width; column += 2 * TKind.Count)
                    Multiply<TLanes, TKind>(block[column..], pairs.Slice(at * _pairs, height * _pairs), products[column..]);
                for (var row = 0; row < height; row++)
                    Compare(products.Slice(row * Width, Width), first, least.Slice((at + row) * Width, Width), from.Slice((at + row) * Width, Width));
            }
        }

        for (var at = 0; at < nearest.Length; at++)
            (nearest[at], distances[at]) = First(least.Slice(at * Width, Width), from.Slice(at * Width, Width));
        ArrayPool<int>.Shared.Return(rented);
    }

    /// <summary>Vectors as pairs of components; an odd one is beside a 0.</summary>
    internal static ReadOnlySpan<int> Pairs(ReadOnlySpan<short> vectors, int dimensions)
    {
        if (dimensions % 2 == 0) return MemoryMarshal.Cast<short, int>(vectors);
        var padded = new int[vectors.Length / dimensions * (dimensions + 1) / 2];
        var components = MemoryMarshal.Cast<int, short>(padded.AsSpan());
        for (var at = 0; at < vectors.Length; at += dimensions)
            vectors.Slice(at, dimensions).CopyTo(components[(at / dimensions * (dimensions + 1))..]);
        return padded;
    }

    // The tile. Where fewer vectors are left, the last one is multiplied again into the same place.
    void Multiply<TLanes, TKind>(ReadOnlySpan<int> block, ReadOnlySpan<int> vectors, Span<int> products) where TKind : struct, ILanes<TLanes>
    {
        var last = (vectors.Length / _pairs) - 1;
        var (second, third, fourth) = (Math.Min(1, last), Math.Min(2, last), Math.Min(3, last));
        ref var centroids = ref MemoryMarshal.GetReference(block);
        ref var one = ref MemoryMarshal.GetReference(vectors);
        ref var two = ref Unsafe.Add(ref one, second * _pairs);
        ref var three = ref Unsafe.Add(ref one, third * _pairs);
        ref var four = ref Unsafe.Add(ref one, fourth * _pairs);
        var (one0, one1, two0, two1) = (TKind.Zero, TKind.Zero, TKind.Zero, TKind.Zero);
        var (three0, three1, four0, four1) = (TKind.Zero, TKind.Zero, TKind.Zero, TKind.Zero);
        for (nint pair = 0; pair < _pairs; pair++)
        {
            var (left, right) = (TKind.Load(ref centroids), TKind.Load(ref Unsafe.Add(ref centroids, TKind.Count)));
            centroids = ref Unsafe.Add(ref centroids, Width);
            var all = TKind.All(Unsafe.Add(ref one, pair));
            (one0, one1) = (TKind.AddProducts(one0, left, all), TKind.AddProducts(one1, right, all));
            all = TKind.All(Unsafe.Add(ref two, pair));
            (two0, two1) = (TKind.AddProducts(two0, left, all), TKind.AddProducts(two1, right, all));
            all = TKind.All(Unsafe.Add(ref three, pair));
            (three0, three1) = (TKind.AddProducts(three0, left, all), TKind.AddProducts(three1, right, all));
            all = TKind.All(Unsafe.Add(ref four, pair));
            (four0, four1) = (TKind.AddProducts(four0, left, all), TKind.AddProducts(four1, right, all));
        }

        Store(0, one0, one1, products);
        Store(second, two0, two1, products);
        Store(third, three0, three1, products);
        Store(fourth, four0, four1, products);

        static void Store(int row, TLanes left, TLanes right, Span<int> products)
        {
            ref var at = ref products[row * Width];
            TKind.Store(left, ref at);
            TKind.Store(right, ref Unsafe.Add(ref at, TKind.Count));
        }
    }

    // Strictly less: of equally near ones in a lane the first stays.
    void Compare(ReadOnlySpan<int> products, int first, Span<int> least, Span<int> from)
    {
        for (var lane = 0; lane < Width; lane += Vector<int>.Count)
        {
            var distance = new Vector<int>(_squares.AsSpan(first + lane)) - (new Vector<int>(products[lane..]) << 1);
            var before = new Vector<int>(least[lane..]);
            var nearer = Vector.LessThan(distance, before);
            Vector.Min(distance, before).CopyTo(least[lane..]);
            Vector.ConditionalSelect(nearer, new Vector<int>(first), new Vector<int>(from[lane..])).CopyTo(from[lane..]);
        }
    }

    static (int Nearest, int Distance) First(ReadOnlySpan<int> least, ReadOnlySpan<int> from)
    {
        // The distance above the index: the least of both together is the first of the nearest.
        var best = long.MaxValue;
        for (var lane = 0; lane < Width; lane++) best = Math.Min(best, ((long)least[lane] << 32) | (uint)(from[lane] + lane));
        return ((int)best, (int)(best >> 32));
    }

    /// <summary>Registers of one kind: lanes of 32 bits, each a sum or a pair. Kinds are structs, or their code would be shared and called
    /// instead of standing in the loop.</summary>
    internal interface ILanes<TLanes>
    {
        static abstract int Count { get; }

        static abstract TLanes Zero { get; }

        static abstract TLanes Load(ref int from);

        static abstract TLanes All(int pair);

        /// <summary>In each lane the sum and the products of both components.</summary>
        static abstract TLanes AddProducts(TLanes sums, TLanes pairs, TLanes others);

        static abstract void Store(TLanes sums, ref int into);
    }

    internal readonly struct Lanes512 : ILanes<Vector512<int>>
    {
        public static int Count => Vector512<int>.Count;

        public static Vector512<int> Zero => default;

        public static Vector512<int> Load(ref int from) => Vector512.LoadUnsafe(ref from);

        public static Vector512<int> All(int pair) => Vector512.Create(pair);

        public static Vector512<int> AddProducts(Vector512<int> sums, Vector512<int> pairs, Vector512<int> others) =>
            sums + Avx512BW.MultiplyAddAdjacent(pairs.AsInt16(), others.AsInt16());

        public static void Store(Vector512<int> sums, ref int into) => sums.StoreUnsafe(ref into);
    }

    internal readonly struct Lanes256 : ILanes<Vector256<int>>
    {
        public static int Count => Vector256<int>.Count;

        public static Vector256<int> Zero => default;

        public static Vector256<int> Load(ref int from) => Vector256.LoadUnsafe(ref from);

        public static Vector256<int> All(int pair) => Vector256.Create(pair);

        public static Vector256<int> AddProducts(Vector256<int> sums, Vector256<int> pairs, Vector256<int> others) =>
            sums + Avx2.MultiplyAddAdjacent(pairs.AsInt16(), others.AsInt16());

        public static void Store(Vector256<int> sums, ref int into) => sums.StoreUnsafe(ref into);
    }

    /// <summary>What every CPU has: a pair is taken apart by shifts.</summary>
    internal readonly struct Lanes128 : ILanes<Vector128<int>>
    {
        public static int Count => Vector128<int>.Count;

        public static Vector128<int> Zero => default;

        public static Vector128<int> Load(ref int from) => Vector128.LoadUnsafe(ref from);

        public static Vector128<int> All(int pair) => Vector128.Create(pair);

        public static Vector128<int> AddProducts(Vector128<int> sums, Vector128<int> pairs, Vector128<int> others) =>
            sums + ((pairs << 16 >> 16) * (others << 16 >> 16)) + ((pairs >> 16) * (others >> 16));

        public static void Store(Vector128<int> sums, ref int into) => sums.StoreUnsafe(ref into);
    }
}
