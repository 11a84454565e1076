using System.Collections.Immutable;

namespace NaturalThoughts.Server.Configuration;

/// <summary>Reads and checks what a silo tells about itself.</summary>
static class TelemetrySettingsReader
{
    /// <summary>The settings; the reader is told what does not read.</summary>
    public static TelemetrySettings Read(SettingsReader reader)
    {
        var unset = new TelemetrySettings();
        return new()
        {
            Metrics = reader.Text(ServeKeys.TelemetryMetrics) is null ? unset.Metrics : reader.Flag(ServeKeys.TelemetryMetrics),
            Otlp = Otlp(reader),
            OverHttp = OneOf(reader, ServeKeys.TelemetryProtocol, "grpc", "http") is "http",
            Headers = Headers(reader),
            Questions = reader.Share(ServeKeys.TelemetryQuestions, unset.Questions),
            JsonLog = OneOf(reader, ServeKeys.TelemetryLogFormat, "text", "json") is "json",
        };
    }

    static Uri? Otlp(SettingsReader reader)
    {
        if (reader.Text(ServeKeys.TelemetryOtlp) is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0) return uri;
        reader.Report(new("This is no collector.", ServeKeys.TelemetryOtlp, Expected: "an address such as `http://127.0.0.1:4317`, without a user",
            Fix: $"What the collector wants to know goes into the file that `{ServeKeys.TelemetryHeadersFile}` names."));
        return null;
    }

    static string? OneOf(SettingsReader reader, string key, params ImmutableArray<string> values)
    {
        if (reader.Text(key) is not { } text || values.Contains(text)) return reader.Text(key);
        reader.Report(new($"`{text}` does not fit.", key, Expected: string.Join(" or ", values.Select(value => $"`{value}`"))));
        return null;
    }

    static ImmutableArray<KeyValuePair<string, string>> Headers(SettingsReader reader)
    {
        if (reader.FullPath(ServeKeys.TelemetryHeadersFile) is not { } file) return [];
        try
        {
            return [.. Headers(reader, file, File.ReadAllLines(file))];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            reader.Report(new($"The file cannot be read: {error.Message}", ServeKeys.TelemetryHeadersFile,
                Fix: "Correct the path, or the file's permissions."));
            return [];
        }
    }

    // What stands in a line is not repeated: it may be a key.
    static IEnumerable<KeyValuePair<string, string>> Headers(SettingsReader reader, string file, string[] lines)
    {
        for (var number = 1; number <= lines.Length; number++)
        {
            var line = lines[number - 1].Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            var at = line.IndexOf('=', StringComparison.Ordinal);
            if (at > 0 && !line.Contains(',', StringComparison.Ordinal)) yield return new(line[..at].Trim(), line[(at + 1)..].Trim());
            else reader.Report(new("This is no header.", $"{ServeKeys.TelemetryHeadersFile} ({file})", number,
                Expected: "`name=value`, without a comma"));
        }
    }
}
