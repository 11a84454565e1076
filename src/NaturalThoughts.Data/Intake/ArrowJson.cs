using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Apache.Arrow;
using Apache.Arrow.Types;
using NaturalThoughts.Core.Facts;

namespace NaturalThoughts.Data.Intake;

/// <summary>
/// Writes rows of Arrow columns as JSON: lists as arrays, structs and maps as objects, times as ISO 8601 text, reals that are no numbers as
/// null.
/// </summary>
sealed class ArrowJson(Utf8JsonWriter json)
{
    /// <summary>Why the row written last cannot be used; null: it can.</summary>
    public Rejection? Fault { get; private set; }

    public void WriteRow(RecordBatch batch, int index)
    {
        Fault = null;
        json.WriteStartObject();
        for (var column = 0; column < batch.ColumnCount; column++)
        {
            json.WritePropertyName(batch.Schema.FieldsList[column].Name);
            Write(batch.Column(column), index);
        }

        json.WriteEndObject();
    }

    void Write(IArrowArray array, int index)
    {
        if (array.IsNull(index))
        {
            json.WriteNullValue();
            return;
        }

        switch (array)
        {
            case BinaryArray text: WriteText(text.GetBytes(index)); break;
            case LargeBinaryArray text: WriteText(text.GetBytes(index)); break;
            case BinaryViewArray text: WriteText(text.GetBytes(index)); break;
            case MapArray map: WriteMap(map, index); break;
            case ListArray list: WriteList(list.GetSlicedValues(index)); break;
            case LargeListArray list: WriteList(list.GetSlicedValues(index)); break;
            case FixedSizeListArray list: WriteList(list.GetSlicedValues(index)); break;
            case ListViewArray list: WriteList(list.GetSlicedValues(index)); break;
            case StructArray record: WriteStruct(record, index); break;
            case DictionaryArray coded: Write(coded.Dictionary, (int)IntegerOf(coded.Indices, index)); break;
            case BooleanArray flags: json.WriteBooleanValue(flags.GetValue(index)!.Value); break;
            case HalfFloatArray reals: WriteReal((double)reals.GetValue(index)!.Value); break;
            case FloatArray reals: WriteReal(reals.GetValue(index)!.Value); break;
            case DoubleArray reals: WriteReal(reals.GetValue(index)!.Value); break;
            case UInt64Array numbers: json.WriteNumberValue(numbers.GetValue(index)!.Value); break;
            case Decimal128Array numbers: json.WriteRawValue(numbers.GetString(index)!); break;
            case Decimal256Array numbers: json.WriteRawValue(numbers.GetString(index)!); break;
            case TimestampArray times: WriteTime(times.GetTimestamp(index)!.Value); break;
            case Date32Array days: WriteTime(days.GetDateOnly(index)!.Value); break;
            case Date64Array days: WriteTime(days.GetDateOnly(index)!.Value); break;
            case Apache.Arrow.Arrays.FixedSizeBinaryArray bytes: json.WriteBase64StringValue(bytes.GetBytes(index)); break;
            default: WriteInteger(array, index); break;
        }
    }

    void WriteText(ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
        {
            json.WriteStringValue(text);
            return;
        }

        Fault ??= new("invalid-utf8", "A text of the row holds bytes that are not UTF-8.");
        json.WriteNullValue();
    }

    void WriteList(IArrowArray values)
    {
        json.WriteStartArray();
        for (var at = 0; at < values.Length; at++) Write(values, at);
        json.WriteEndArray();
    }

    void WriteStruct(StructArray record, int index)
    {
        var fields = ((StructType)record.Data.DataType).Fields;
        json.WriteStartObject();
        for (var field = 0; field < fields.Count; field++)
        {
            json.WritePropertyName(fields[field].Name);
            Write(record.Fields[field], index);
        }

        json.WriteEndObject();
    }

    void WriteMap(MapArray map, int index)
    {
        json.WriteStartObject();
        for (var at = map.ValueOffsets[index]; at < map.ValueOffsets[index + 1]; at++)
        {
            json.WritePropertyName(
                map.Keys is StringArray names ? names.GetString(at) : IntegerOf(map.Keys, at).ToString(CultureInfo.InvariantCulture));
            Write(map.Values, at);
        }

        json.WriteEndObject();
    }

    void WriteTime(IFormattable time) => json.WriteStringValue(time.ToString("O", CultureInfo.InvariantCulture));

    void WriteReal(double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteNullValue();
    }

    void WriteInteger(IArrowArray array, int index)
    {
        if (array is Int8Array or Int16Array or Int32Array or Int64Array or UInt8Array or UInt16Array or UInt32Array)
        {
            json.WriteNumberValue(IntegerOf(array, index));
            return;
        }

        Fault ??= new("wrong-type", $"A column of Arrow type {array.Data.DataType.Name} cannot be read.");
        json.WriteNullValue();
    }

    static long IntegerOf(IArrowArray array, int index) => array switch
    {
        Int8Array numbers => numbers.GetValue(index)!.Value,
        Int16Array numbers => numbers.GetValue(index)!.Value,
        Int32Array numbers => numbers.GetValue(index)!.Value,
        Int64Array numbers => numbers.GetValue(index)!.Value,
        UInt8Array numbers => numbers.GetValue(index)!.Value,
        UInt16Array numbers => numbers.GetValue(index)!.Value,
        UInt32Array numbers => numbers.GetValue(index)!.Value,
        _ => throw new NotSupportedException($"Arrow type {array.Data.DataType.Name} as an index or key."),
    };
}
