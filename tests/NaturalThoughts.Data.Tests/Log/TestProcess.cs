using System.Diagnostics;

namespace NaturalThoughts.Data.Tests.Log;

/// <summary>This test program as a second process that runs one explicit test alone.</summary>
static class TestProcess
{
    /// <summary>Starts it; its output can be read.</summary>
    public static Process Start(Type tests, string method, Dictionary<string, string> environment)
    {
        var program = Environment.ProcessPath!;
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add("exec");
            start.ArgumentList.Add(tests.Assembly.Location);
        }

        foreach (var argument in new[] { "-explicit", "only", "-method", $"{tests.FullName}.{method}" }) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
