namespace NaturalThoughts.Core.Tests.Specs;

/// <summary>Cleaning that cannot be.</summary>
static class WrongCleaning
{
    public const string Cases = """
### cleaning that cleans nothing
@pool
clean: {}
>>> 3:8: `clean` does not say what to remove. Write `clean: {near_duplicates: 0.8, decontaminate: [bench/*.jsonl]}`, or remove it.

### cleaning that is no map
@pool
clean: true
>>> 3:8: `clean` is a truth value, `true`. Expected a map. Write `clean: {near_duplicates: 0.8, decontaminate: [bench/*.jsonl]}`.

### cleaning under other names
@pool
clean: {benchmarks: [a.jsonl], near_duplicate: 0.8}
>>> 3:9: `benchmarks` is no key of `clean`. Expected one of near_duplicates, decontaminate. Write `decontaminate`.
>>> 3:32: `near_duplicate` is no key of `clean`. Expected one of near_duplicates, decontaminate. Did you mean `near_duplicates`?

### cleaning beside its map
@pool
decontaminate: [a.jsonl]
>>> 3:1: `decontaminate` is no key of the file. Expected one of run, shards, source, clean, endpoints, models, roles, annotate, limits, difficulty, selections, datasets. Put it under `clean`.

### thresholds
@pool
clean: {near_duplicates: 0.4}
>>> 3:26: `clean.near_duplicates` is a number, `0.4`. Expected a share from 0.5 to 1, or 50% to 100%.

### a threshold above all
@pool
clean: {near_duplicates: {threshold: 101%, shingle: 0}}
>>> 3:38: `clean.near_duplicates.threshold` is a percentage, `101%`. Expected a share from 0.5 to 1, or 50% to 100%.
>>> 3:53: `clean.near_duplicates.shingle` is a number, `0`. Expected a whole number from 1 to 20.

### no threshold
@pool
clean: {near_duplicates: {ngram: 3}}
>>> 3:26: `threshold` is missing in `clean.near_duplicates`. Add `threshold: 0.8`.
>>> 3:27: `ngram` is no key of `clean.near_duplicates`. Expected one of threshold, shingle. Write `shingle`.

### benchmarks
@pool
clean:
  near_duplicates: [0.8]
  decontaminate:
    - https://host/bench.jsonl
    - {column: q, ngram: 4}
    - {path: "s3://b/c.parquet", column: "a..b"}
    - {path: a.jsonl, columns: {question: q}, shingle: 13}
    - ""
    - [a.jsonl]
    - b.jsonl
    - {path: b.jsonl, ngram: 20}
>>> 4:20: `clean.near_duplicates` is a list. Expected a share from 0.5 to 1, or 50% to 100%.
>>> 6:7: `clean.decontaminate[0]` is an address on the network. Expected a file, folder or glob. Download it first.
>>> 7:7: `path` is missing in `clean.decontaminate[1]`. Add `path: FILE`; it may be a folder or a glob.
>>> 7:26: `clean.decontaminate[1].ngram` is a number, `4`. Expected a whole number from 5 to 50.
>>> 8:14: `clean.decontaminate[2].path` is an address on the network. Expected a file, folder or glob. Download it first.
>>> 8:42: `clean.decontaminate[2].column` cannot be `a..b`. Expected a column, with dots between the levels: `result.content`, `responses.0.text`.
>>> 9:23: `columns` is no key of `clean.decontaminate[3]`. Expected one of path, column, ngram. Write `column: COLUMN`, where the question stands.
>>> 9:47: `shingle` is no key of `clean.decontaminate[3]`. Expected one of path, column, ngram. Write `ngram`.
>>> 10:7: `clean.decontaminate[4]` is empty. Expected a file, folder or glob as text.
>>> 11:7: `clean.decontaminate[5]` is a list. Expected a file, folder or glob as text. Put a text that starts with `{` or `[` in quotes.
>>> 13:7: `b.jsonl` is listed twice. Keep one of them.

### no benchmarks
@pool
clean: {decontaminate: []}
>>> 3:24: `clean.decontaminate` is an empty list. Expected at least one benchmark. Name its file, or remove it.
""";
}
