using StackExchange.Redis;

namespace NaturalThoughts.Server.Configuration;

/// <summary>Reads and checks how Redis is reached.</summary>
static class RedisSettingsReader
{
    /// <summary>The settings; null where there are none, or where they do not read, which the reader is told.</summary>
    public static RedisSettings? Read(SettingsReader reader)
    {
        var (user, tls) = (reader.Text(ServeKeys.RedisUser), reader.Flag(ServeKeys.RedisTls));
        var password = reader.Secret(ServeKeys.RedisPassword, ServeKeys.RedisPasswordFile);
        var certificates = RedisCertificates.Read(reader);
        if (reader.Text(ServeKeys.RedisConnection) is not { } connection)
        {
            if (user is not null || password is not null || tls || certificates.Any)
                reader.Report(new("Redis has a user, a password, TLS or certificates, but no address.", ServeKeys.RedisConnection,
                    Expected: "`host:6379`, several with commas", Fix: "Set it, or remove the other keys of `Redis`."));
            return null;
        }

        if (OptionsOf(reader, connection) is not { } options) return null;
        options.User = user ?? options.User;
        options.Password = password ?? options.Password;
        options.Ssl |= tls;
        options.ClientName ??= ServeSettingsReader.DefaultName;
        // Those of sentinels are others, which the client knows.
        if (options.ServiceName is null) options.SetDefaultPorts();
        if (certificates.Any && !options.Ssl)
            reader.Report(new("Redis has certificates, but is not spoken to over TLS.", ServeKeys.RedisTls, Expected: "`true`"));
        certificates.AddTo(options);
        return new(options);
    }

    static ConfigurationOptions? OptionsOf(SettingsReader reader, string connection)
    {
        try
        {
            var options = ConfigurationOptions.Parse(connection);
            return options.EndPoints.Count > 0 ? options : throw new ArgumentException("It names no host.");
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            // The message may repeat a part of the text, and that a password.
            var why = error.Message.Contains("password", StringComparison.OrdinalIgnoreCase) ? "" : $": {error.Message}";
            reader.Report(new($"The connection string does not read{why}", ServeKeys.RedisConnection,
                Expected: "`host:6379`, `host:6379,other:6379`, or with options such as `serviceName=` for sentinels"));
            return null;
        }
    }
}
