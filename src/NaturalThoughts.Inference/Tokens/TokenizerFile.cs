using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.ML.Tokenizers;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Traces;

namespace NaturalThoughts.Inference.Tokens;

/// <summary>Reads a user's tokenizer: a Hugging Face <c>tokenizer.json</c> with byte-level BPE, a tiktoken file, or a SentencePiece
/// model; told apart by what is in them.</summary>
public static class TokenizerFile
{
    /// <summary>A file of this many bytes or more is no tokenizer.</summary>
    const long MaxBytes = 256 << 20;

    /// <summary>Reads it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">What to call it in problems; default: its file name.</param>
    public static Checked<ITokenCounter> Read(string path, string? name = null)
    {
        name ??= Path.GetFileName(path);
        byte[] bytes;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: >= MaxBytes }) return Wrong(name, "The file is too large for a tokenizer.");
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Wrong(name, $"The tokenizer cannot be read: {failure.Message}");
        }

        // The name carries the content's digest: counts of another version of the file are other counts.
        var version = $"{Path.GetFileName(name)}@{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 6))}";
        try
        {
            return LooksLikeJson(bytes) ? HuggingFaceTokenizer.Read(bytes, name, version)
                : LooksLikeTiktoken(bytes) ? new(new TokenizerCounter(version, Tiktoken(bytes)))
                : new(new TokenizerCounter(version, SentencePiece(bytes)));
        }
        catch (JsonException broken)
        {
            return Wrong(name, $"The tokenizer is not valid JSON: {broken.Message}", (int?)broken.LineNumber + 1);
        }
        catch (Exception failure) when (
            failure is IOException or FormatException or ArgumentException or NotSupportedException or InvalidOperationException)
        {
            return Wrong(name, $"The tokenizer cannot be read: {failure.Message}");
        }
    }

    static SentencePieceTokenizer SentencePiece(byte[] bytes) =>
        SentencePieceTokenizer.Create(new MemoryStream(bytes), addBeginningOfSentence: false, addEndOfSentence: false);

    static TiktokenTokenizer Tiktoken(byte[] bytes) =>
        TiktokenTokenizer.Create(new MemoryStream(bytes), new RegexPreTokenizer(WordPatterns.Cl100k, null), normalizer: null);

    static bool LooksLikeJson(ReadOnlySpan<byte> bytes) => bytes.TrimStart("\uFEFF \t\r\n"u8) is [(byte)'{', ..];

    // “IQ== 0”: a token in base 64, and its rank.
    static bool LooksLikeTiktoken(ReadOnlySpan<byte> bytes)
    {
        var line = bytes[..(bytes.IndexOf((byte)'\n') is var end and >= 0 ? end : bytes.Length)].TrimEnd((byte)'\r');
        var space = line.IndexOf((byte)' ');
        return space > 0 && Base64.IsValid(line[..space])
            && Utf8Parser.TryParse(line[(space + 1)..], out int _, out var read) && read == line.Length - space - 1;
    }

    static Checked<ITokenCounter> Wrong(string name, string what, int? line = null) => new([
        new Problem(what, name, line,
            Expected: "a Hugging Face tokenizer.json with byte-level BPE, a .tiktoken file, or a SentencePiece tokenizer.model"),
    ]);
}
