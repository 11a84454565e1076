using System.Globalization;
using DuckDB.NET.Data;
using NaturalThoughts.Core.Cleaning;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Benchmarks.Scenarios.Cleaning;

/// <summary>The same cleaning by SQL in DuckDB, on tables in memory: as many hash functions, bands and rows, the same n-grams and shingles,
/// and the exact similarity of each pair that shares a band.</summary>
/// <remarks>Of several ways each the quickest is here: words are hashed once and n-grams are hashes of their lists; signatures are so many
/// <c>min(hash(xor(s, k)))</c> of one aggregate, an order of magnitude before a row for each hash function or a lambda for each. What hangs
/// together is found by union-find here and not in SQL, which favours DuckDB.</remarks>
sealed class SqlCleaning : IDisposable
{
    readonly Pool _pool;
    readonly DuckDBConnection _connection = new("DataSource=:memory:");

    /// <summary>Puts the pool into tables.</summary>
    public SqlCleaning(Pool pool)
    {
        _pool = pool;
        _connection.Open();
        Run("CREATE TABLE questions (id INTEGER, question TEXT); CREATE TABLE benchmarks (question TEXT)");
        using (var rows = _connection.CreateAppender("questions"))
            foreach (var (id, question) in pool.Questions.Index()) rows.CreateRow().AppendValue(id).AppendValue(question.Text).EndRow();
        using (var rows = _connection.CreateAppender("benchmarks"))
            foreach (var text in pool.Benchmarks) rows.CreateRow().AppendValue(text).EndRow();
    }

    /// <summary>Cleans.</summary>
    public Cleaned Run(double threshold, int shingle, int ngram)
    {
        var cut = LshBands.For(threshold);
        Run("""
            CREATE OR REPLACE TEMP MACRO hashed(t) AS list_transform(regexp_extract_all(lower(t), '[a-z0-9]+'), lambda w: hash(w));
            CREATE OR REPLACE TEMP MACRO grams(w, n) AS list_transform(range(1, len(w) - n + 2), lambda i: hash(w[i:i + n - 1]));
            """);
        Run("CREATE OR REPLACE TABLE words AS SELECT id, hashed(question) AS w FROM questions");
        Run($"""
            CREATE OR REPLACE TABLE contaminated AS
            WITH theirs AS (SELECT hashed(question) AS w FROM benchmarks),
                 known AS (SELECT DISTINCT unnest(grams(w, {ngram})) AS gram FROM theirs)
            SELECT DISTINCT id FROM (SELECT id, unnest(grams(w, {ngram})) AS gram FROM words) SEMI JOIN known USING (gram)
            UNION SELECT id FROM words WHERE hash(w) IN (SELECT hash(w) FROM theirs)
            """);
        Run($"""
            CREATE OR REPLACE TABLE sets AS SELECT id, list_distinct(grams(w, least(len(w), {shingle}))) AS s
            FROM words ANTI JOIN contaminated USING (id)
            """);
        Run($"""
            CREATE OR REPLACE TABLE signatures AS SELECT id, {Each(cut.Hashes, k => $"min(hash(xor(s, {Mask(k)}::UBIGINT))) AS h{k}")}
            FROM (SELECT id, unnest(s) AS s FROM sets) GROUP BY id
            """);
        Run($"""
            CREATE OR REPLACE TABLE bands AS SELECT id, unnest(range({cut.Bands})) AS band, unnest([
            {Each(cut.Bands, band => $"hash({Each(cut.Rows, row => $"h{(band * cut.Rows) + row}")})")}]) AS h FROM signatures
            """);
        return Read(string.Create(CultureInfo.InvariantCulture, $"""
            WITH pairs AS (SELECT DISTINCT l.id AS l, r.id AS r FROM bands l JOIN bands r ON l.band = r.band AND l.h = r.h AND l.id < r.id),
                 sized AS (SELECT pairs.l, pairs.r, x.s AS xs, y.s AS ys
                           FROM pairs JOIN sets x ON x.id = pairs.l JOIN sets y ON y.id = pairs.r),
                 shared AS (SELECT l, r, len(list_intersect(xs, ys)) AS n, len(xs) + len(ys) AS m FROM sized)
            SELECT l, r FROM shared WHERE n >= {threshold} * (m - n)
            """));
    }

    public void Dispose() => _connection.Dispose();

    Cleaned Read(string pairs)
    {
        var components = new Components();
        var numbers = new Dictionary<QuestionId, int>();
        foreach (var (left, right) in Pairs(pairs))
        {
            var (l, r) = (Numbered(left, numbers), Numbered(right, numbers));
            components.Join(l, r);
        }

        // The first of each is kept.
        var kept = components.Questions.GroupBy(components.Of).Select(all => all.MinBy(question => numbers[question])).ToHashSet();
        return new(
            [.. Pairs("SELECT id, id FROM contaminated").Select(pair => _pool.Questions[pair.Left].Id)],
            [.. components.Questions.Where(question => !kept.Contains(question))]);
    }

    QuestionId Numbered(int number, Dictionary<QuestionId, int> numbers)
    {
        var id = _pool.Questions[number].Id;
        numbers[id] = number;
        return id;
    }

    IEnumerable<(int Left, int Right)> Pairs(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        while (rows.Read()) yield return (rows.GetInt32(0), rows.GetInt32(1));
    }

    void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    static ulong Mask(int function) => (ulong)function * 0x9E3779B97F4A7C15;

    static string Each(int count, Func<int, string> of) => string.Join(", ", Enumerable.Range(0, count).Select(of));
}
