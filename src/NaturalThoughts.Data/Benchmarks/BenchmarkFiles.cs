using System.Collections.Immutable;
using System.Text.Json;
using NaturalThoughts.Core.Cleaning;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Intake;

namespace NaturalThoughts.Data.Benchmarks;

/// <summary>Reads the benchmark files that a spec names, in every format a source may have.</summary>
public static class BenchmarkFiles
{
    /// <summary>Longest row, in bytes of JSON.</summary>
    const int MaxRowBytes = 64 << 20;

    /// <summary>Of more rows that cannot be read the first ones are told.</summary>
    const int MostProblems = 20;

    static readonly ImmutableArray<RowPath> Columns =
        [.. new[] { "question", "problem", "prompt", "input", "instruction" }.Select(column => RowPath.Of(column)!)];

    /// <summary>The benchmarks that name no file.</summary>
    /// <param name="clean">The spec's section; null: there is nothing to look at.</param>
    /// <param name="baseFolder">The spec's folder.</param>
    public static ImmutableArray<Problem> Check(CleanSpec? clean, string baseFolder) =>
        [.. (clean?.Decontaminate ?? []).SelectMany(benchmark => SourceFiles.Find(benchmark, baseFolder).Problems)];

    /// <summary>All benchmarks; or every file that is not there, and rows that cannot be read. A row without a text says nothing, a file
    /// without any is a problem.</summary>
    /// <param name="clean">The spec's section; null: there are none.</param>
    /// <param name="baseFolder">The spec's folder.</param>
    /// <param name="cancellation">Stops reading.</param>
    public static async Task<Checked<BenchmarkTexts>> ReadAsync(CleanSpec? clean, string baseFolder, CancellationToken cancellation)
    {
        if (Check(clean, baseFolder) is { Length: > 0 } missing) return new(missing);
        var (index, problems, digests) = (new BenchmarkIndex(), new List<Problem>(), new SortedSet<string>(StringComparer.Ordinal));
        foreach (var benchmark in clean?.Decontaminate ?? [])
            foreach (var file in SourceFiles.Find(benchmark, baseFolder).Value ?? [])
            {
                var digest = await SourceFiles.DigestOf(file, cancellation);
                digests.Add(Digest.Of(digest.ToString(), benchmark.Column ?? "", $"{benchmark.Ngram}").ToString());
                await AddAsync(index, benchmark, file, problems, cancellation);
            }

        return problems.Count > 0
            ? new(problems.Take(MostProblems))
            : new(new BenchmarkTexts(index, digests.Count == 0 ? null : Digest.Of(["benchmarks", .. digests])));
    }

    static async Task AddAsync(
        BenchmarkIndex index, BenchmarkSpec benchmark, SourceFile file, List<Problem> problems, CancellationToken cancellation)
    {
        var columns = benchmark.Column is { } column ? [RowPath.Of(column)!] : Columns;
        var roots = columns.SelectMany(path => path.Roots(false)).ToHashSet(StringComparer.Ordinal);
        var (texts, bad) = (0, problems.Count);
        await foreach (var row in RowStream.Open(file, roots, MaxRowBytes, cancellation))
        {
            using var document = row.Document;
            if (problems.Count >= MostProblems) return;
            if (row.Rejected is { } rejected)
                problems.Add(new($"A row of the benchmark cannot be read: {rejected.Detail}", $"{file.Name}:{row.Number}",
                    Fix: "Mend or remove it: what stands there could be in the run."));
            else if (TextOf(columns, document!.RootElement) is { } text)
            {
                index.Add(file.Name, row.Number, text, benchmark.Ngram);
                texts++;
            }
        }

        if (texts == 0 && problems.Count == bad)
            problems.Add(new("No row of the benchmark has a question.", file.Name,
                Expected: $"a text under {string.Join(", ", columns.Select(path => $"`{path.Text}`"))}",
                Fix: $"Name its column: `{{path: {benchmark.Path}, column: COLUMN}}`."));
    }

    static string? TextOf(ImmutableArray<RowPath> columns, JsonElement row) => columns
        .Select(path => RowText.Read(path.Find(new RowScope(row)).Value, path.Text, scalars: false, out _))
        .FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
}
