using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NaturalThoughts.Data.Datasets.Tables;

/// <summary>One JSON object a line, every column in every line, null where there is nothing; UTF-8 without needless escapes.</summary>
public sealed class JsonlTableWriter : ITableWriter
{
    readonly ImmutableArray<DatasetColumn> _columns;
    readonly Stream _stream;
    readonly Utf8JsonWriter _json;

    /// <summary>Writes rows of these columns to the stream.</summary>
    public JsonlTableWriter(ImmutableArray<DatasetColumn> columns, Stream stream)
    {
        _columns = columns;
        _stream = stream;
        _json = new(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<Cell> cells)
    {
        _json.Reset();
        _json.WriteStartObject();
        for (var i = 0; i < _columns.Length; i++)
        {
            _json.WritePropertyName(WellFormed.Of(_columns[i].Name));
            WriteValue(_columns[i], cells[i]);
        }

        _json.WriteEndObject();
        _json.Flush();
        _stream.WriteByte((byte)'\n');
    }

    /// <inheritdoc/>
    public void Finish() => _stream.Flush();

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    void WriteValue(DatasetColumn column, Cell cell)
    {
        switch (column.Type)
        {
            case var _ when !cell.Known: _json.WriteNullValue(); break;
            case ColumnType.Text: _json.WriteStringValue(cell.Text); break;
            case ColumnType.Integer: _json.WriteNumberValue(cell.Integer); break;
            case ColumnType.Real: _json.WriteNumberValue(cell.Real); break;
            case ColumnType.Flag: _json.WriteBooleanValue(cell.Flag); break;
            case ColumnType.Turn: WriteTurn(column, cell.Turn); break;
            default: WriteTurns(column, cell.Turns); break;
        }
    }

    void WriteTurns(DatasetColumn column, Turn[] turns)
    {
        _json.WriteStartArray();
        foreach (var turn in turns) WriteTurn(column, turn);
        _json.WriteEndArray();
    }

    void WriteTurn(DatasetColumn column, Turn turn)
    {
        _json.WriteStartObject();
        _json.WriteString(column.SpeakerField, turn.Speaker);
        _json.WriteString(column.TextField, turn.Text);
        _json.WriteEndObject();
    }
}
