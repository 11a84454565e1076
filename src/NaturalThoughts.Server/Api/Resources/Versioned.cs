using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using NaturalThoughts.Server.Api.Json;

namespace NaturalThoughts.Server.Api.Resources;

/// <summary>Answers that say which version they are, so that who has it already gets a 304.</summary>
static class Versioned
{
    /// <summary>A value; its version is the digest of what is sent.</summary>
    public static IResult Answer<T>(T value) => Answer(JsonSerializer.SerializeToUtf8Bytes(value, ApiJson.Options));

    /// <summary>JSON that is written already.</summary>
    public static IResult Answer(byte[] json) => Answer(json, Convert.ToHexStringLower(SHA256.HashData(json)));

    /// <summary>JSON that is written already.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="sha256">Its SHA-256.</param>
    public static IResult Answer(byte[] json, string sha256) =>
        Results.Bytes(json, "application/json; charset=utf-8", entityTag: Tag(sha256));

    /// <summary>The version of what has this SHA-256.</summary>
    public static EntityTagHeaderValue Tag(string sha256) => new($"\"{sha256}\"");
}
