namespace NaturalThoughts.Inference.Generations;

/// <summary>What is at fault when no response came.</summary>
public enum Blame
{
    /// <summary>The request: every endpoint would refuse it. Not retried.</summary>
    Request,

    /// <summary>This one response (empty, aborted): asked again, the endpoint is not blamed.</summary>
    Response,

    /// <summary>The endpoint at this moment (5xx, reset, silence): asked again elsewhere, and several in a row quarantine it.</summary>
    Endpoint,

    /// <summary>The endpoint until someone mends it (wrong key, wrong path, model not there): asked again elsewhere, quarantined at
    /// once.</summary>
    Access,

    /// <summary>The endpoint's load (429): not an attempt, and its concurrency goes down.</summary>
    Load,
}
