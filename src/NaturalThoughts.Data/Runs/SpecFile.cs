using System.Buffers;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;

namespace NaturalThoughts.Data.Runs;

/// <summary>A file with a spec or a recipe.</summary>
public static class SpecFile
{
    /// <summary>Its text. No more is read than may be in it, however long the file is.</summary>
    public static Checked<string> Read(string path)
    {
        var text = ArrayPool<char>.Shared.Rent(RecipeReader.LongestText + 1);
        try
        {
            using var reader = new StreamReader(path);
            var length = reader.ReadBlock(text, 0, RecipeReader.LongestText + 1);
            return length <= RecipeReader.LongestText ? new(new string(text, 0, length)) : new([new Problem(
                "The file is too long for a spec or a recipe.", path, Expected: $"at most {RecipeReader.LongestText} characters")]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new([new Problem($"The file cannot be read: {error.Message}", path, Fix: "Give the path of a spec or a recipe.")]);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(text);
        }
    }
}
