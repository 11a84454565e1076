using System.Security.Cryptography;
using System.Text;

namespace NaturalThoughts.Server.Configuration;

/// <summary>A secret that callers must know; kept as its hash, so that it can be printed by no mistake.</summary>
public sealed class ApiKey
{
    /// <summary>Fewest characters: less can be guessed.</summary>
    public const int Shortest = 16;

    const int FreshBytes = 32;

    readonly byte[] _hash;

    /// <summary>A secret.</summary>
    public ApiKey(string key) => _hash = HashOf(key);

    ApiKey(byte[] hash) => _hash = hash;

    /// <summary>A secret nobody had before: 32 random bytes in hex.</summary>
    public static string Fresh() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(FreshBytes));

    /// <summary>The SHA-256 of a secret's UTF-8.</summary>
    public static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>The secret with a hash; null where the text is not the 64 hex digits of one.</summary>
    public static ApiKey? OfHash(string hex) =>
        hex.Length == 2 * SHA256.HashSizeInBytes && hex.All(char.IsAsciiHexDigit) ? new(Convert.FromHexString(hex)) : null;

    /// <summary>16 hex digits that other keys do not have: the beginning of the SHA-256 of its hash, by which the
    /// hash cannot be told.</summary>
    public string Stamp => Convert.ToHexStringLower(SHA256.HashData(_hash).AsSpan(0, 8));

    /// <summary>Whether it is this one; takes the same time whatever is given.</summary>
    public bool Is(string given) => Has(HashOf(given));

    /// <summary>Whether this is its hash; takes the same time whatever is given.</summary>
    public bool Has(ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(_hash, hash);
}
