using System.Security.Cryptography;
using System.Text;

namespace NaturalThoughts.Server.Configuration;

/// <summary>A secret that callers must know; kept as its hash, so that it can be printed by no mistake.</summary>
public sealed class ApiKey(string key)
{
    /// <summary>Fewest characters: less can be guessed.</summary>
    public const int Shortest = 16;

    readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>Whether it is this one; takes the same time whatever is given.</summary>
    public bool Is(string given) => CryptographicOperations.FixedTimeEquals(_hash, SHA256.HashData(Encoding.UTF8.GetBytes(given)));
}
