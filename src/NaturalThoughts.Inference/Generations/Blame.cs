namespace NaturalThoughts.Inference.Generations;

/// <summary>What is at fault when no response came.</summary>
public enum Blame
{
    /// <summary>The request: every endpoint would refuse it. Not retried.</summary>
    Request,

    /// <summary>This one response (empty, aborted): asked again, the endpoint is not blamed.</summary>
    Response,

    /// <summary>The endpoint at this moment, or something in the request that it cannot take (5xx, reset, silence): asked again
    /// elsewhere, and several different requests in a row quarantine it.</summary>
    Endpoint,

    /// <summary>The endpoint is not there (refused, no such host, no TLS): not an attempt, and several in a row quarantine it.</summary>
    Unreachable,

    /// <summary>The endpoint until someone mends it (wrong key, wrong path, model not there): asked again elsewhere, quarantined at
    /// once.</summary>
    Access,

    /// <summary>The endpoint's load (429): not an attempt, and its concurrency goes down.</summary>
    Load,
}
