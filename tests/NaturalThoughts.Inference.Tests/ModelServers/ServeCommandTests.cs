using NaturalThoughts.ModelServers.Answers;
using NaturalThoughts.ModelServers.Commands;
using NaturalThoughts.ModelServers.Protocol;

namespace NaturalThoughts.Inference.Tests.ModelServers;

public sealed class ServeCommandTests
{
    [Fact]
    public void Parse_EveryOption_InTheOptions()
    {
        var options = ServeCommand.Parse(
            ("--port 8007 --host 0.0.0.0 --model m --model n=org/n --max-model-len 9000 --latency 200ms " +
            "--tokens-per-second 50 --slots 8 --retry-after 3s --stall 1m --faults 5xx=0.05,reset=5% --fault-seed 4 " +
            "--reasoning-tokens 10..20 --reasoning-field think --recorded a.jsonl --recorded b.jsonl --map question=q,content=a " +
            "--prompt Solve:{question} --log log.tsv").Split(' ')).Value!;

        Assert.Equal(("0.0.0.0", 8007, 9000), (options.Host.ToString(), options.Port, options.MaxModelLength));
        Assert.Equal(("Solve:{question}", "log.tsv", 4UL), (options.Prompt, options.Log, options.FaultSeed));
        Assert.Equal(["m", "n=org/n"], options.Models);
        Assert.Equal((ReasoningField.Think, new TokenRange(10, 20)), (options.ReasoningField, options.ReasoningTokens));
        Assert.Equal(["a.jsonl", "b.jsonl"], options.Recorded.Select(source => source.Path));
        Assert.All(options.Recorded, source => Assert.NotNull(source.Map));
        var settings = options.Settings;
        Assert.Equal((TimeSpan.FromMilliseconds(200), 50.0, 8), (settings.Latency, settings.TokensPerSecond, settings.Slots));
        Assert.Equal((TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(1)), (settings.RetryAfter, settings.Stall));
        Assert.Equal([new("5xx", 0.05), new("reset", 0.05)], options.Settings.Faults.Shares);
    }

    [Fact]
    public void Parse_ModelAlone_DefaultsOfAServer()
    {
        var options = ServeCommand.Parse("--model", "m").Value!;

        Assert.Equal(8001, options.Port);
        Assert.Equal((0.0, 0, TimeSpan.Zero), (options.Settings.TokensPerSecond, options.Settings.Slots, options.Settings.Latency));
        Assert.Empty(options.Settings.Faults.Shares);
    }

    [Theory]
    [InlineData("", "No model is served.")]
    [InlineData("--model m --latency fast", "`--latency fast` is not possible. Expected a time such as")]
    [InlineData("--model m --tokens-per-second -1", "`--tokens-per-second -1` is not possible.")]
    [InlineData("--model m --port 70000", "a whole number from 0 to 65535")]
    [InlineData("--model m --faults rset=0.1", "Did you mean `reset`?")]
    [InlineData("--model m --faults reset", "`reset` is no share of a fault.")]
    [InlineData("--model m --faults reset=0.7,stall=0.7", "The shares add up to 1.4.")]
    [InlineData("--model m --faults reset=0.1,reset=0.1", "given twice")]
    [InlineData("--model m --faults reset=7", "The share of `reset` is 7.")]
    [InlineData("--model m --reasoning-tokens 9..2", "a range such as 200..8000")]
    [InlineData("--model m --reasoning-field thoughts", "reasoning_content, reasoning, think")]
    [InlineData("--model m --map question=q,content=c", "without `--recorded FILE`")]
    [InlineData("--model m --recorded f --map question=q", "`content` or `reasoning`")]
    [InlineData("--model m --recorded f --map question=q,answer=c", "A response has no `answer`.")]
    [InlineData("--model m --prompt solve", "`--prompt` does not say where the question stands.")]
    [InlineData("--model m --slot 3", "Did you mean `--slots`?")]
    public void Parse_Wrong_SaysWhatIsWrong(string line, string message)
    {
        var problems = ServeCommand.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Problems;

        Assert.Contains(problems, problem => problem.ToString().Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_SeveralWrong_AllAtOnce() =>
        Assert.Equal(3, ServeCommand.Parse("--model", "m", "--port", "x", "--slots", "y", "--faults", "z").Problems.Length);
}
