namespace NaturalThoughts.Cluster.Questions;

/// <summary>The workflow of one question: what is missing? have it generated and annotated, then seal. Key: run/question.</summary>
[Alias("nt.IQuestionGrain")]
public interface IQuestionGrain : IGrainWithStringKey
{
    /// <summary>Does what is missing, or joins the work in flight.</summary>
    /// <returns>Whether it is done; false after a while of work: ask again.</returns>
    [Alias("Work")]
    Task<bool> Work(CancellationToken cancellation);
}
