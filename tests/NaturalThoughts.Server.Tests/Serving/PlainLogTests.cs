using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using NaturalThoughts.Server.Hosting;

namespace NaturalThoughts.Server.Tests.Serving;

public sealed class PlainLogTests
{
    [Fact]
    public void Write_ForeignText_IsOneLineThatMovesNoTerminal()
    {
        using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddPlainConsole(console => console.SingleLine = true)).BuildServiceProvider();
        var formatter = services.GetServices<ConsoleFormatter>().Single(formatter => formatter.Name == PlainLog.PlainName);
        using var written = new StringWriter();
        var error = new InvalidOperationException("\u009b2J and\nmore");

        formatter.Write(new LogEntry<string>(LogLevel.Warning, "Some.Room", 7, "said \u001b[31m\u202E\0", error, (text, _) => text), null, written);

        Assert.Equal(
            "warn: Some.Room[7] said \uFFFD[31m\uFFFD\uFFFD System.InvalidOperationException: \uFFFD2J and more",
            written.ToString().TrimEnd());
    }
}
