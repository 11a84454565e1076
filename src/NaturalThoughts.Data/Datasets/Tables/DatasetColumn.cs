namespace NaturalThoughts.Data.Datasets.Tables;

/// <summary>What a column of a dataset holds.</summary>
public enum ColumnType
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>64-bit integers.</summary>
    Integer,

    /// <summary>64-bit floating point.</summary>
    Real,

    /// <summary>True and false.</summary>
    Flag,

    /// <summary>A list of turns, each a struct of two texts.</summary>
    Turns,

    /// <summary>One turn, a struct of two texts.</summary>
    Turn,
}

/// <summary>A column of a dataset. Every column may hold null; its type never depends on the values.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it holds.</param>
public sealed record DatasetColumn(string Name, ColumnType Type)
{
    /// <summary>Whether its values are long and hardly ever repeat: no dictionary, no statistics.</summary>
    public bool Long { get; init; }

    /// <summary>In turns, the field that says who speaks.</summary>
    public string SpeakerField { get; init; } = "";

    /// <summary>In turns, the field that holds the text.</summary>
    public string TextField { get; init; } = "";

    /// <summary>A column of short texts from few values.</summary>
    public static DatasetColumn Text(string name) => new(name, ColumnType.Text);

    /// <summary>A column of long texts.</summary>
    public static DatasetColumn LongText(string name) => new(name, ColumnType.Text) { Long = true };

    /// <summary>A column of turns.</summary>
    public static DatasetColumn Turns(string name, string speakerField, string textField) =>
        new(name, ColumnType.Turns) { Long = true, SpeakerField = speakerField, TextField = textField };

    /// <summary>A column of single turns.</summary>
    public static DatasetColumn Turn(string name, string speakerField, string textField) =>
        new(name, ColumnType.Turn) { Long = true, SpeakerField = speakerField, TextField = textField };
}
