using System.Text;
using NaturalThoughts.Core.Features;

namespace NaturalThoughts.Data.Datasets.Tables;

/// <summary>One turn of a conversation.</summary>
/// <param name="Speaker">Who speaks, in the layout's words.</param>
/// <param name="Text">What is said.</param>
public readonly record struct Turn(string Speaker, string Text);

/// <summary>One value of one row, in the type of its column, or null.</summary>
public readonly struct Cell
{
    readonly object? _reference;
    readonly long _bits;

    Cell(object? reference, long bits, bool known)
    {
        _reference = reference;
        _bits = bits;
        Known = known;
    }

    /// <summary>Whether it is not null.</summary>
    public bool Known { get; }

    /// <summary>Its text.</summary>
    public string Text => (string)_reference!;

    /// <summary>Its turns.</summary>
    public Turn[] Turns => (Turn[])_reference!;

    /// <summary>Its one turn.</summary>
    public Turn Turn => (Turn)_reference!;

    /// <summary>Its integer.</summary>
    public long Integer => _bits;

    /// <summary>Its real number; always finite.</summary>
    public double Real => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>Its flag.</summary>
    public bool Flag => _bits != 0;

    /// <summary>Bytes the value takes in Arrow's memory layout, where offsets are 4 bytes: what Hugging Face calls
    /// <c>num_bytes</c>.</summary>
    public long ArrowBytes => _reference switch
    {
        string text => Size(text),
        Turn turn => Size(turn.Speaker) + Size(turn.Text),
        Turn[] turns => sizeof(int) + turns.Sum(turn => Size(turn.Speaker) + Size(turn.Text)),
        _ => sizeof(long),
    };

    /// <summary>A text; lone surrogates become U+FFFD.</summary>
    public static Cell Of(string? text) => text is null ? default : new(WellFormed.Of(text), 0, true);

    /// <summary>Turns, whose texts are well-formed already.</summary>
    public static Cell Of(Turn[] turns) => new(turns, 0, true);

    /// <summary>A turn, whose text is well-formed already.</summary>
    public static Cell Of(Turn turn) => new(turn, 0, true);

    /// <summary>An integer.</summary>
    public static Cell Of(long integer) => new(null, integer, true);

    /// <summary>A real number; what is not finite becomes null, which JSON can say too.</summary>
    public static Cell Of(double? real) =>
        real is { } number && double.IsFinite(number) ? new(null, BitConverter.DoubleToInt64Bits(number), true) : default;

    /// <summary>A flag.</summary>
    public static Cell Of(bool? flag) => flag is { } known ? new(null, known ? 1 : 0, true) : default;

    /// <summary>A feature's value, which must be null or of the column's kind.</summary>
    /// <exception cref="ArgumentException">The value is of another kind than its column.</exception>
    public static Cell Of(FeatureValue value, FeatureDefinition column) => value.Kind switch
    {
        null => default,
        var kind when kind != column.Kind =>
            throw new ArgumentException($"The column {column.Name} holds {column.Kind}, not {kind}.", nameof(value)),
        FeatureKind.Flag => Of(value.Flag),
        FeatureKind.Text => Of(value.Text),
        _ => Of((double?)value.Number),
    };

    static long Size(string text) => sizeof(int) + Encoding.UTF8.GetByteCount(text);
}
