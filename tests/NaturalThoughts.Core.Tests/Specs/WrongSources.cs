namespace NaturalThoughts.Core.Tests.Specs;

/// <summary>Runs and sources that cannot be.</summary>
static class WrongSources
{
    public const string Cases = """
### nothing but a run
run: r
>>> 1:1: `source` is missing. Add `source: {path: data/questions.jsonl, columns: {question: question}}`.

### no run
source: {path: q.jsonl, preset: s1}
>>> 1:1: `run` is missing. Add `run: NAME`.

### a misspelt key
@pool
shard: 4
>>> 3:1: `shard` is no key of the file. Expected one of run, shards, source, clean, endpoints, models, roles, annotate, limits, difficulty, selections, datasets. Did you mean `shards`?

### the plural of source
run: r
sources: [{path: q.jsonl, preset: s1}]
>>> 2:1: `sources` is no key of the file. Expected one of run, shards, source, clean, endpoints, models, roles, annotate, limits, difficulty, selections, datasets. Write `source`.

### a run name with a blank
run: my run
source: {path: q.jsonl, preset: s1}
>>> 1:6: `run` cannot be `my run`. Expected a letter or digit, then up to 99 letters, digits, dots, dashes and underscores.

### a run without a value
run:
source: {path: q.jsonl, preset: s1}
>>> 1:1: `run` has no value. Give it one or remove the line.

### shards as a word
@pool
shards: many
>>> 3:9: `shards` is a text, `many`. Expected a whole number from 1 to 4096.

### shards in quotes
@pool
shards: "8"
>>> 3:9: `shards` is a text, `8`. Expected a whole number from 1 to 4096. Remove the quotes.

### zero shards and half a shard
run: r
source: {path: q.jsonl, preset: s1}
shards: 0.5
>>> 3:9: `shards` is a number, `0.5`. Expected a whole number from 1 to 4096.

### an empty list of sources
run: r
source: []
>>> 2:9: `source` is an empty list. Expected at least one source. Write `source: {path: data/questions.jsonl, columns: {question: question}}`.

### runs that cannot be sources
run: r
source:
  - run:r
  - "run:../first"
  - {run: [first]}
  - {run: first, path: q.jsonl, features: {level: a..b}}
  - run:first
>>> 3:5: A run cannot be its own source. Name another run, or leave it out: a run keeps what it has.
>>> 4:5: The run in `source[1]` cannot be `../first`. Expected a letter or digit, then up to 99 letters, digits, dots, dashes and underscores.
>>> 5:11: `source[2].run` is a list. Expected a name.
>>> 6:18: `path` is no key of `source[3]`. Expected one of run, features. Give the files a source of their own.
>>> 6:51: `source[3].features.level` cannot be `a..b`. Expected a column, with dots between the levels: `result.content`, `responses.0.text`.
>>> 7:5: `run:first` is there twice. Keep one of them.

### a source that is a text
run: r
source: q.jsonl
>>> 2:9: `source` is a text, `q.jsonl`. Expected a map. Write `source: {path: data/questions.jsonl, columns: {question: question}}`.

### a source without a path
run: r
source: {preset: s1}
>>> 2:9: `path` is missing in `source`. Add `path: FILE`; it may be a folder or a glob.

### a source without preset and question
run: r
source:
  - path: q.jsonl
    columns: {reference: answer}
>>> 3:5: `source[0]` does not say where the question stands. Add `columns: {question: COLUMN}`, or `preset:` with one of natural-reasoning, openr1, openthoughts, s1, messages, vllm-batch.

### an unknown preset
run: r
source: {path: q.jsonl, preset: openr-1}
>>> 2:33: `source.preset` cannot be `openr-1`. Expected one of natural-reasoning, openr1, openthoughts, s1, messages, vllm-batch. Did you mean `openr1`?

### a preset nothing is near to
run: r
source: {path: q.jsonl, preset: wikipedia}
>>> 2:33: `source.preset` cannot be `wikipedia`. Expected one of natural-reasoning, openr1, openthoughts, s1, messages, vllm-batch.

### an address as path
run: r
source: {path: https://example.org/q.jsonl, preset: s1}
>>> 2:16: `source.path` is an address on the network. Expected a file, folder or glob. Download it first.

### two sources of one name
run: r
source:
  - {path: a/q.jsonl, preset: s1}
  - {path: b/q.parquet, preset: s1}
  - {path: c/*.jsonl, preset: s1, name: q}
>>> 4:12: Two sources are named `q`. Give each its own `name`.
>>> 5:41: Two sources are named `q`. Give each its own `name`.

### an answer among the columns
run: r
source: {path: q.jsonl, columns: {question: problem, answer: solution}}
>>> 2:54: `answer` is no key of `source.columns`. Expected one of question, reference, options, domain, topic, license, responses. Write `reference` for the right answer, `responses` for a model's.

### a column that is a list
run: r
source: {path: q.jsonl, columns: {question: [a, b]}}
>>> 2:45: `source.columns.question` is a list. Expected a column as text. Put a text that starts with `{` or `[` in quotes.

### a path with an empty part
run: r
source: {path: q.jsonl, columns: {question: meta..text, reference: ""}}
>>> 2:45: `source.columns.question` cannot be `meta..text`. Expected a column, with dots between the levels: `result.content`, `responses.0.text`.
>>> 2:68: `source.columns.reference` is empty. Expected a column, with dots between the levels: `result.content`, `responses.0.text`.

### responses in every wrong way
run: r
source:
  path: q.jsonl
  columns:
    question: q
    responses:
      - {content: a}
      - {role: judge, content: a}
      - {role: teacher}
      - {role: teacher, content: ""}
      - {role: teacher, each: r, content: "", model: m, model_column: n}
      - {role: baseline, text: t, content: c}
      - response
>>> 7:9: `role` is missing in `source.columns.responses[0]`. Add `role: teacher` or `role: baseline`.
>>> 8:16: `source.columns.responses[1].role` cannot be `judge`. Expected one of teacher, baseline.
>>> 9:9: `content` is missing in `source.columns.responses[2]`. Add `content: COLUMN`, the column of the response's text.
>>> 10:34: `source.columns.responses[3].content` is empty. Expected a column, with dots between the levels: `result.content`, `responses.0.text`. An empty `content` is the element itself and needs `each`.
>>> 11:71: `source.columns.responses[4]` has both `model` and `model_column`. Keep one of them.
>>> 12:26: `text` is no key of `source.columns.responses[5]`. Expected one of role, each, model, model_column, content, reasoning, finish_reason, tokens, reasoning_tokens, error. Write `content`.
>>> 13:9: `source.columns.responses[6]` is a text, `response`. Expected a map. Write `{role: teacher, content: response}`.

### responses that are one map
run: r
source: {path: q.jsonl, columns: {question: q, responses: {role: teacher, content: a}}}
>>> 2:59: `source.columns.responses` is a map. Expected a list. Write `responses: [{role: teacher, content: response}]`.

### imported columns
run: r
source:
  path: q.jsonl
  preset: s1
  features:
    correct: a
    is: b
    2nd: c
    level: [d]
    score: e..f
    fine: g.h
>>> 6:5: `correct` is a built-in column. Name it otherwise, for example `source_correct`.
>>> 7:5: `is` cannot name a column. Expected letters, digits and underscores, not starting with a digit, and no word of the recipe language.
>>> 8:5: `2nd` cannot name a column. Expected letters, digits and underscores, not starting with a digit, and no word of the recipe language.
>>> 9:12: `source.features.level` is a list. Expected a column as text. Put a text that starts with `{` or `[` in quotes.
>>> 10:12: `source.features.score` cannot be `e..f`. Expected a column, with dots between the levels: `result.content`, `responses.0.text`.

### features as a list
run: r
source: {path: q.jsonl, preset: s1, features: [level]}
>>> 2:47: `source.features` is a list. Expected a map. Write `features: {NAME: COLUMN}`.
""";
}
