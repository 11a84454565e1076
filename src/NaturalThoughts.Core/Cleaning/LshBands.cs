namespace NaturalThoughts.Core.Cleaning;

/// <summary>How MinHash signatures are cut into bands: two texts are compared where all hashes of a band are the same.</summary>
/// <remarks>Texts with a share s of their shingles in common have all of a band's r hashes in common with probability s^r, and one of b
/// bands with 1 − (1 − s^r)^b (Leskovec, Rajaraman and Ullman, <i>Mining of Massive Datasets</i>, chapter 3).</remarks>
/// <param name="Bands">How many bands.</param>
/// <param name="Rows">Hashes of a band.</param>
public readonly record struct LshBands(int Bands, int Rows)
{
    /// <summary>At the threshold itself one pair of a thousand is missed; above it fewer.</summary>
    const double Missed = 0.001;

    const int MostHashes = 256;
    const int MostRows = 16;

    /// <summary>Hashes of a signature.</summary>
    public int Hashes => Bands * Rows;

    /// <summary>The bands with most rows, so that least is compared in vain, that miss so few and need at most 256 hashes.</summary>
    /// <param name="threshold">0.5 to 1.</param>
    public static LshBands For(double threshold)
    {
        var best = default(LshBands);
        var agree = 1.0;
        for (var rows = 1; rows <= MostRows; rows++)
        {
            agree *= threshold;
            var bands = 1;
            // Products and not powers, which differ between machines.
            for (var missed = 1 - agree; missed > Missed && bands <= MostHashes; missed *= 1 - agree) bands++;
            if (bands * rows <= MostHashes) best = new(bands, rows);
        }

        return best;
    }

    /// <summary>A hash of each band.</summary>
    /// <param name="signature"><see cref="Hashes"/> hashes.</param>
    /// <param name="bands">Gets <see cref="Bands"/> hashes.</param>
    public void Fill(ReadOnlySpan<ulong> signature, Span<ulong> bands)
    {
        for (var band = 0; band < Bands; band++) bands[band] = WordGrams.OfAll(signature.Slice(band * Rows, Rows));
    }
}
