namespace NaturalThoughts.Cli;

/// <summary>What the command's exit codes say.</summary>
static class ExitCode
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongInput = 2;
    public const int Partial = 3;
    public const int Interrupted = 130;
}
