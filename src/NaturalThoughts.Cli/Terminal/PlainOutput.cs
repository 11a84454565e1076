using NaturalThoughts.Core.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace NaturalThoughts.Cli.Terminal;

/// <summary>Lets nothing out of a console but text that can be printed and its own colours, whatever a command hands it.</summary>
sealed class PlainOutput : IRenderHook
{
    /// <inheritdoc/>
    public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
        renderables.Select(IRenderable (renderable) => new Plain(renderable));

    sealed class Plain(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => inner.Render(options, maxWidth).Select(segment =>
            segment.IsControlCode || segment.IsLineBreak ? segment
                // A segment is a part of one line.
                : new(PrintableText.Of(segment.Text.ReplaceLineEndings(" ")), segment.Style));
    }
}
