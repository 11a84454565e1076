namespace NaturalThoughts.Deploy.Tests.Slurm;

public sealed class JobScriptTests
{
    [Fact]
    public async Task JobScript_ReadByBash_HasNoErrors() => await Tool.RunAsync("bash", "-n", "deploy/slurm/silo.sbatch");
}
