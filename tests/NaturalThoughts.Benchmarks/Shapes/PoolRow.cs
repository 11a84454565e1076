namespace NaturalThoughts.Benchmarks.Shapes;

/// <summary>What recipes see of a trace that was made up. NaN is null, as is -1 of a domain or a cluster.</summary>
readonly record struct PoolRow
{
    public int Question { get; init; }
    public int Sample { get; init; }
    public int Samples { get; init; }
    public int Model { get; init; }
    public int Domain { get; init; }
    public int Cluster { get; init; }
    public bool Complete { get; init; }
    public bool? Correct { get; init; }
    public bool? Disagree { get; init; }
    public bool? Agrees { get; init; }
    public int ReasoningTokens { get; init; }
    public int AnswerTokens { get; init; }
    public int StrategiesUnique { get; init; }
    public int StrategiesCount { get; init; }
    public double Density { get; init; }
    public double Verbosity { get; init; }
    public double Repetition { get; init; }
    public double Ratio { get; init; }
    public double ReferenceWords { get; init; }
    public double Consensus { get; init; }
    public double PassRate { get; init; }
    public int QuestionChars { get; init; }

    /// <summary>Length of the whole response.</summary>
    public int ResponseTokens => ReasoningTokens + AnswerTokens;
}
