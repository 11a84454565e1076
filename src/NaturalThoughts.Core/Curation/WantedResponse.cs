using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Requests;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Core.Curation;

/// <summary>One response that the spec asks for and nobody has given yet.</summary>
/// <param name="question">The question it is about.</param>
/// <param name="model">The model asked.</param>
/// <param name="request">Names the request.</param>
/// <param name="sample">0-based sample number.</param>
/// <param name="attempt">0-based number of the attempt.</param>
/// <param name="render">Renders the request, with all its texts.</param>
public sealed class WantedResponse(
    QuestionId question, ModelSpec model, Digest request, int sample, int attempt, Func<ModelRequest> render)
{
    /// <summary>The model asked.</summary>
    public ModelSpec Model => model;

    /// <summary>Names the request.</summary>
    public Digest Request => request;

    /// <summary>0-based sample number.</summary>
    public int Sample => sample;

    /// <summary>0-based number of the attempt.</summary>
    public int Attempt => attempt;

    /// <summary>The id its response will have.</summary>
    public TraceId Trace => TraceId.Of(question, request, sample);

    /// <summary>The request with its texts, which may be long: to be made when it is sent, and kept no longer.</summary>
    public ModelRequest Render() => render();
}
