using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using NaturalThoughts.Core.Text;

namespace NaturalThoughts.Server.Hosting;

/// <summary>Log lines as the framework writes them, of text that can be printed: what servers and callers sent stands in them.</summary>
sealed class PlainLog(IServiceProvider services) : ConsoleFormatter(PlainName)
{
    /// <summary>Its name among formatters.</summary>
    public const string PlainName = "plain";

    readonly Lazy<ConsoleFormatter> _simple = new(() =>
        services.GetServices<ConsoleFormatter>().Single(formatter => formatter.Name == ConsoleFormatterNames.Simple));

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var (format, error) = (logEntry.Formatter, logEntry.Exception);
        var plain = new LogEntry<TState>(logEntry.LogLevel, logEntry.Category, logEntry.EventId, logEntry.State, null, (state, _) =>
            PrintableText.Of(error is null ? format(state, null) : $"{format(state, error)}\n{error}"));
        _simple.Value.Write(in plain, scopeProvider, textWriter);
    }
}

/// <summary>Puts it in.</summary>
static class PlainLogging
{
    /// <summary>Logs to the console, in the form that the options say.</summary>
    public static ILoggingBuilder AddPlainConsole(this ILoggingBuilder logging, Action<SimpleConsoleFormatterOptions> form)
    {
        logging.AddSimpleConsole(form).AddConsoleFormatter<PlainLog, ConsoleFormatterOptions>();
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.FormatterName = PlainLog.PlainName);
        return logging;
    }
}
