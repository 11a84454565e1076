namespace NaturalThoughts.Benchmarks.Scenarios.Selecting;

/// <summary>What the recipes do, in SQL.</summary>
/// <remarks>
/// Of several ways to say each, the one that DuckDB was quickest at: the best of each question by an aggregate, not by a window; numbers
/// drawn evenly by <c>u</c> itself, not by its logarithm; percentiles from counts of the values; a share of each stratum by the place
/// in it.
/// </remarks>
static class Statements
{
    /// <summary>The statement of a recipe, which leaves <c>picked(trace, key)</c>.</summary>
    public static string Of(string recipe, int size)
    {
        var select = recipe switch
        {
            "random-questions" => Best("arg_max(trace, u)", "any_value(uq)", "complete", "DESC"),
            "long" => Least("-ln(u) / least(1, pow(reasoning_tokens / 5000, 2.5))", "complete"),
            "long-poisson" => Poisson("least(1, pow(reasoning_tokens / 5000, 2.5))", "pool", "complete"),
            "strategies" => Ranked + Least("-ln(u) / percentile", "complete AND strategies_unique BETWEEN 4 AND 8", Joined),
            "strategies-poisson" => Ranked
                + Poisson("least(1, 2 * percentile)", Joined, "complete AND strategies_unique BETWEEN 4 AND 8"),
            "models-disagree" => Even("complete AND disagree"),
            "topics" => Shared("domain"),
            "semantics" => Shared("cluster"),
            "verbosity-low" => Even("complete AND verbosity <= 3"),
            "verbosity-medium" => Even("complete AND verbosity > 3 AND verbosity < 7"),
            "verbosity-high" => Even("complete AND verbosity >= 7"),
            "easy-to-verify" => Even("complete AND reference_words BETWEEN 1 AND 9"),
            "shortest-correct" => Most("-tokens_ratio - response_tokens / 10000000", "complete AND correct"),
            "consensus" => Even("complete AND agrees AND samples >= 2 AND consensus > 0.5"),
            "hard-first" => Best("arg_max(trace, u)", "any_value(difficulty)", "complete", "DESC"),
            _ => Even("complete"),
        };
        return Into(select, size);
    }

    /// <summary>The statement of a recipe with a weight of its own, in which <c>percentile</c> is that of the density.</summary>
    public static string Weighed(string where, string weight, int size) =>
        Into(Ranked + Least($"-ln(u) / ({weight})", $"{where} AND ({weight}) > 0", Joined), size);

    static string Into(string select, int size) =>
        $"CREATE OR REPLACE TEMP TABLE picked AS {select.Replace("SIZE", $"{size}", StringComparison.Ordinal)}";

    const string Joined = "pool JOIN ranks USING (reasoning_density)";

    // (less + half of the equal) / all, as the product has it.
    const string Ranked = """
        WITH counts AS (SELECT reasoning_density, count(*) AS n FROM pool WHERE reasoning_density IS NOT NULL GROUP BY 1),
        ranks AS (SELECT reasoning_density,
            (sum(n) OVER (ORDER BY reasoning_density) - 0.5 * n) / sum(n) OVER () AS percentile FROM counts)

        """;

    // Where all weigh the same, the smallest -ln(u) is the largest u.
    static string Even(string where) => Most("u", where);

    static string Most(string key, string where) => Best($"arg_max(trace, {key})", $"max({key})", where, "DESC");

    static string Least(string key, string where, string from = "pool") => $"""
        SELECT arg_min(trace, key) AS trace, min(key) AS key FROM (SELECT trace, question, {key} AS key FROM {from} WHERE {where})
        GROUP BY question ORDER BY key LIMIT SIZE
        """;

    static string Poisson(string probability, string from, string where) => $"""
        SELECT arg_min(trace, key) AS trace, min(key) AS key
        FROM (SELECT trace, question, (1 - u) / {probability} AS key FROM {from} WHERE {where}) WHERE key < 1
        GROUP BY question ORDER BY key LIMIT SIZE
        """;

    static string Best(string trace, string key, string where, string order) => $"""
        SELECT {trace} AS trace, {key} AS key FROM pool WHERE {where} GROUP BY question ORDER BY key {order} LIMIT SIZE
        """;

    // The first of each stratum, then the second of each, and so on: as even as it can be, also where strata run out.
    static string Shared(string stratum) => $"""
        SELECT trace, key FROM (
            SELECT trace, key, row_number() OVER (PARTITION BY stratum ORDER BY key DESC) AS place
            FROM (SELECT any_value({stratum}) AS stratum, arg_max(trace, u) AS trace, max(u) AS key
                FROM pool WHERE complete GROUP BY question))
        ORDER BY place LIMIT SIZE
        """;
}
