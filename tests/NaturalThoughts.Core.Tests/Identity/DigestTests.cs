using System.Security.Cryptography;
using System.Text;
using CsCheck;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Tests.Identity;

public sealed class DigestTests
{
    [Fact]
    public void Of_AnyParts_IsTheHashOfTheirLengthPrefixedBytes() =>
        // Longer than what fits on the stack, too, and letters of one to four bytes.
        Gen.Select(Gen.String.Array[0, 6], Gen.Int[0, 400]).Sample((parts, repeated) =>
        {
            var whole = parts.Select(part => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(part)));
            string[] all = [.. whole, string.Concat(Enumerable.Repeat("é😀a", repeated))];
            using var bytes = new MemoryStream();
            using var writer = new BinaryWriter(bytes);
            foreach (var part in all)
            {
                writer.Write(Encoding.UTF8.GetByteCount(part));
                writer.Write(Encoding.UTF8.GetBytes(part));
            }

            Assert.Equal(Digest.FromHash(SHA256.HashData(bytes.ToArray())), Digest.Of(all));
        });

    [Fact]
    public void Of_NamedParts_NeverChanges() => Assert.Equal("79494f25e0884561ae58c2d62cc237dc", Digest.Of("trace", "a", "bc").ToString());

    [Fact]
    public void Of_OtherCut_Differs() => Assert.NotEqual(Digest.Of("ab", "c"), Digest.Of("a", "bc"));

    [Fact]
    public void WriteTo_AnyDigest_WritesWhatToStringSays() =>
        Gen.Select(Gen.ULong, Gen.ULong).Sample((high, low) =>
        {
            var value = new UInt128(high, low);
            var written = new byte[32];
            new Digest(value).WriteTo(written);
            Assert.Equal(new Digest(value).ToString(), Encoding.UTF8.GetString(written));
        });
}
