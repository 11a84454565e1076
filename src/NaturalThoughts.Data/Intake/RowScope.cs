using System.Text.Json;

namespace NaturalThoughts.Data.Intake;

/// <summary>Where paths start: in a row, or in one element of a list of the row.</summary>
/// <param name="Row">The row.</param>
/// <param name="Element">The element; the row itself where there is no list.</param>
/// <param name="Index">0-based place of the element; 0 where there is no list.</param>
readonly record struct RowScope(JsonElement Row, JsonElement Element, int Index)
{
    public RowScope(JsonElement row) : this(row, row, 0) { }
}
