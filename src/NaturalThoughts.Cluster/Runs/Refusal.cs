using System.Globalization;
using System.Text.RegularExpressions;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Data.Log;
using NaturalThoughts.Data.Storage;

namespace NaturalThoughts.Cluster.Runs;

/// <summary>Failures that are no defect of the program: a full disk, a damaged log, a spec that no longer reads.</summary>
static partial class Refusal
{
    /// <summary>What stands in the way; null where the exception is a defect.</summary>
    /// <param name="error">What was thrown, here or in another grain.</param>
    /// <param name="run">The run, where the exception names no place.</param>
    public static Problem? Of(Exception error, string run) => error switch
    {
        StorageException storage => storage.Problem,
        LogDamageException damage => damage.Problem,
        RunUnusableException unusable => unusable.Problem,
        _ when StorageException.Explains(error) => StorageException.Of("go on", run, error).Problem,
        { InnerException: { } inner } => Of(inner, run),
        // Native writers of Parquet state the error number in their text only.
        _ when Errno().Match(error.Message) is { Success: true } stated =>
            StorageException.Of("go on", run, new PosixError(int.Parse(stated.Groups[1].Value, CultureInfo.InvariantCulture))).Problem,
        _ => null,
    };

    [GeneratedRegex(@"\[errno (\d{1,4})\]")]
    private static partial Regex Errno();
}
