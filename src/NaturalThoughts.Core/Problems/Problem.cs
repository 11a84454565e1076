using System.Text;

namespace NaturalThoughts.Core.Problems;

/// <summary>Something a person must mend: what is wrong, where, what was expected, what to do.</summary>
/// <param name="What">What is wrong, in one sentence.</param>
/// <param name="Where">Where: a file, a key of the spec, an endpoint.</param>
/// <param name="Line">1-based line in <paramref name="Where"/>, where that means something.</param>
/// <param name="Column">1-based column of that line.</param>
/// <param name="Expected">What would have been right.</param>
/// <param name="Fix">What to do now.</param>
[GenerateSerializer, Immutable, Alias("nt.Problem")]
public sealed record Problem(
    [property: Id(0)] string What,
    [property: Id(1)] string? Where = null,
    [property: Id(2)] int? Line = null,
    [property: Id(3)] int? Column = null,
    [property: Id(4)] string? Expected = null,
    [property: Id(5)] string? Fix = null)
{
    /// <summary>“where:line:column: what (expected …). Fix”, as compilers write it.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (Where is not null || Line is not null)
        {
            string?[] place = [Where, Line?.ToString(), Line is null ? null : Column?.ToString()];
            text.AppendJoin(':', place.Where(part => part is not null)).Append(": ");
        }

        text.Append(What);
        if (Expected is not null) text.Append(" Expected ").Append(Expected).Append('.');
        if (Fix is not null) text.Append(' ').Append(Fix);
        return text.ToString();
    }
}
