using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using NaturalThoughts.Server.Api.Json;
using NaturalThoughts.Server.Configuration;

namespace NaturalThoughts.Server.Access;

/// <summary>The file in which changes are written down, a line of JSON each, and only ever added to.</summary>
sealed partial class AuditLog(ServeSettings settings, TimeProvider time, ILogger<AuditLog> log)
{
    // A dot begins no run's name.
    const string Folder = ".audit";

    /// <summary>Writes down how far a request is. What cannot be written is in the server's log only, which says so.</summary>
    public void Add(HttpContext context, AuditPhase phase) => Add(AuditLine.Of(context, phase, time.GetUtcNow()));

    /// <inheritdoc cref="Add(HttpContext, AuditPhase)"/>
    public void Add(AuditLine line)
    {
        var json = JsonSerializer.Serialize(line, ApiJson.Options);
        LogLine(json);
        var file = FileAt(line.Time);
        try
        {
            if (settings.Http.AuditFile is null) Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            GrowingFile.Add(file, Encoding.UTF8.GetBytes(json + "\n"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogLost(file, error.Message);
        }
    }

    /// <summary>Where lines of a time go. Each machine has its own file: appending is not atomic between machines.</summary>
    string FileAt(DateTimeOffset time) => settings.Http.AuditFile ?? Path.Combine(
        settings.Root, Folder, $"{time.ToString("yyyy-MM", CultureInfo.InvariantCulture)}.{Environment.MachineName}.jsonl");

    [LoggerMessage(LogLevel.Information, "Audit: {Line}")]
    partial void LogLine(string line);

    [LoggerMessage(LogLevel.Error, "{File} lacks the line before: {Why}")]
    partial void LogLost(string file, string why);
}
