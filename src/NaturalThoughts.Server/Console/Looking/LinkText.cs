using NaturalThoughts.Core.Text;

namespace NaturalThoughts.Server.Console.Looking;

/// <summary>What a link says that leads to a text.</summary>
static class LinkText
{
    const int Shown = 140;

    /// <summary>How the text begins. A link has to have a name: of an empty text, or one that is not known,
    /// it is what it is and its id.</summary>
    public static string Of(string text, string what, object id) =>
        Display.Line(text, Shown) is { Length: > 0 } line ? line : $"{what} {Display.Id(id)}";
}
