namespace NaturalThoughts.Core.Annotations;

/// <summary>Rounds to steps, so that columns have few codes.</summary>
static class Steps
{
    /// <summary>The nearest multiple of <paramref name="step"/> (0.1, 0.01 or 0.001), ties away from zero; written as the shortest
    /// decimal.</summary>
    public static double Of(double value, double step)
    {
        var scale = Math.Round(1 / step);
        return Math.Round(value * scale, MidpointRounding.AwayFromZero) / scale;
    }

    /// <summary>A share in steps of 0.001, from integers only.</summary>
    public static double Share(long part, long whole) => (part * 2000 + whole) / (2 * whole) / 1000.0;
}
