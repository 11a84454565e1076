namespace NaturalThoughts.ModelServers.Faults;

/// <summary>What goes wrong with one try.</summary>
public enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A status of 500, 502 or 503 instead of an answer.</summary>
    ServerError,

    /// <summary>The connection is reset within the text.</summary>
    Reset,

    /// <summary>Within the text nothing more is sent, and the connection stays open.</summary>
    Stall,

    /// <summary>Within the text comes what is no JSON.</summary>
    Malformed,

    /// <summary>A whole answer without reasoning.</summary>
    EmptyReasoning,

    /// <summary>A whole stream whose text is cut, with the finish reason <c>length</c>.</summary>
    Length,
}
