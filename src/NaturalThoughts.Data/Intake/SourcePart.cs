using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Data.Intake;

/// <summary>What is read to its end and then known as read: a file of a source, or another run.</summary>
/// <param name="source">The source.</param>
/// <param name="index">0-based position of the source in the spec.</param>
public abstract class SourcePart(SourceSpec source, int index)
{
    /// <summary>The source.</summary>
    public SourceSpec Source => source;

    /// <summary>0-based position of the source in the spec.</summary>
    public int Index => index;

    /// <summary>Its name in the control log.</summary>
    public abstract string Name { get; }

    /// <summary>What it holds now.</summary>
    /// <param name="texts">False: another run's responses come without content and reasoning.</param>
    /// <param name="cancellation">Stops opening and reading.</param>
    public abstract Task<SourceContent> OpenAsync(bool texts, CancellationToken cancellation);

    /// <summary>The parts of all sources of a spec, in its order; or every source that cannot be read.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="baseFolder">The folder its paths are relative to.</param>
    /// <param name="root">The folder of runs.</param>
    public static Checked<IReadOnlyList<SourcePart>> Find(RunSpec spec, string baseFolder, string root)
    {
        var found = spec.Sources.Select((source, index) => source.Run is null
            ? FilePart.Find(source, index, baseFolder)
            : RunPart.Find(source, index, spec.Run, root)).ToList();
        var problems = found.SelectMany(parts => parts.Problems).ToList();
        return problems.Count > 0 ? new(problems) : new([.. found.SelectMany(parts => parts.Value!)]);
    }
}
