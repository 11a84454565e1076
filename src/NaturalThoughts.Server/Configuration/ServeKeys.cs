using System.Collections.Immutable;

namespace NaturalThoughts.Server.Configuration;

/// <summary>The configuration's keys.</summary>
static class ServeKeys
{
    public const string Root = "Root";
    public const string ClusterId = "Cluster:Id";
    public const string ClusterService = "Cluster:Service";
    public const string RedisConnection = "Redis:Connection";
    public const string RedisUser = "Redis:User";
    public const string RedisPassword = "Redis:Password";
    public const string RedisPasswordFile = "Redis:PasswordFile";
    public const string RedisTls = "Redis:Tls";
    public const string RedisCaFile = "Redis:CaFile";
    public const string RedisCertificateFile = "Redis:CertificateFile";
    public const string RedisKeyFile = "Redis:KeyFile";
    public const string SiloPort = "Silo:Port";
    public const string SiloGatewayPort = "Silo:GatewayPort";
    public const string SiloAddress = "Silo:Address";
    public const string InferenceEndpoints = "Inference:Endpoints";
    public const string InferenceFile = "Inference:File";
    public const string InferenceKeyVariable = "Inference:KeyVariable";
    public const string InferenceSlots = "Inference:Slots";
    public const string HttpUrls = "Http:Urls";
    public const string HttpApiKey = "Http:ApiKey";
    public const string HttpApiKeyFile = "Http:ApiKeyFile";
    public const string HttpKeysFile = "Http:KeysFile";
    public const string HttpOidcAuthority = "Http:Oidc:Authority";
    public const string HttpOidcAudience = "Http:Oidc:Audience";
    public const string HttpOidcRoleClaim = "Http:Oidc:RoleClaim";
    public const string HttpOidcViewer = "Http:Oidc:Viewer";
    public const string HttpOidcOperator = "Http:Oidc:Operator";
    public const string HttpAuditFile = "Http:AuditFile";
    public const string HttpRequestsPerSecond = "Http:RequestsPerSecond";
    public const string HttpFolders = "Http:Folders";
    public const string DrainGrace = "Drain:Grace";
    public const string TelemetryMetrics = "Telemetry:Metrics";
    public const string TelemetryOtlp = "Telemetry:Otlp";
    public const string TelemetryProtocol = "Telemetry:Protocol";
    public const string TelemetryHeadersFile = "Telemetry:HeadersFile";
    public const string TelemetryQuestions = "Telemetry:Questions";
    public const string TelemetryLogFormat = "Telemetry:LogFormat";

    /// <summary>All of them.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        Root, ClusterId, ClusterService, RedisConnection, RedisUser, RedisPassword, RedisPasswordFile, RedisTls,
        RedisCaFile, RedisCertificateFile, RedisKeyFile,
        SiloPort, SiloGatewayPort, SiloAddress, InferenceEndpoints, InferenceFile, InferenceKeyVariable, InferenceSlots,
        HttpUrls, HttpApiKey, HttpApiKeyFile, HttpKeysFile, HttpOidcAuthority, HttpOidcAudience, HttpOidcRoleClaim, HttpOidcViewer,
        HttpOidcOperator, HttpAuditFile, HttpRequestsPerSecond, HttpFolders, DrainGrace,
        TelemetryMetrics, TelemetryOtlp, TelemetryProtocol, TelemetryHeadersFile, TelemetryQuestions, TelemetryLogFormat,
    ];

    /// <summary>Those that hold a secret.</summary>
    public static ImmutableArray<string> Secret { get; } = [RedisPassword, HttpApiKey];

    /// <summary>Those that hold several values.</summary>
    public static ImmutableArray<string> Lists { get; } = [InferenceEndpoints, HttpUrls, HttpFolders];

    /// <summary>Sections that others read.</summary>
    public static ImmutableArray<string> Foreign { get; } = ["Logging", "Kestrel", "Orleans", "AllowedHosts"];
}
