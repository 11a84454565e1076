namespace NaturalThoughts.Core.Tests.Specs;

/// <summary>Datasets that cannot be.</summary>
static class WrongDatasets
{
    public const string Cases = """
### an unknown selection
@pool
selections: [{name: strat-100k}]
datasets: [{name: d, selection: start-100k}]
>>> 4:33: `datasets[0].selection` names the unknown selection `start-100k`. Expected `strat-100k`. Did you mean `strat-100k`?

### a dataset without anything
@pool
datasets: [{}]
>>> 3:12: `name` is missing in `datasets[0]`. Add `name:`; the dataset's folder has it.
>>> 3:12: `selection` is missing in `datasets[0]`. Add `selection:` with a name from `selections`.

### a dataset without selections
@pool
datasets: [{name: d, selection: s}]
>>> 3:33: `datasets[0].selection` names the unknown selection `s`. Add it under `selections`.

### two datasets of one name
@pool
selections: [{name: s}]
datasets: [{name: d, selection: s}, {name: d, selection: s}]
>>> 4:44: Two datasets are named `d`. Give each its own `name`; upper and lower case count as the same.

### an unknown layout and format
@pool
selections: [{name: s}]
datasets: [{name: d, selection: s, layout: message, format: csv}]
>>> 4:44: `datasets[0].layout` cannot be `message`. Expected one of prompt-completion, messages, sharegpt, alpaca. Did you mean `messages`?
>>> 4:61: `datasets[0].format` cannot be `csv`. Expected one of parquet, jsonl.

### mixes
@pool
selections: [{name: s}]
datasets:
  - {name: a, selection: s, mix: 0.4}
  - {name: b, selection: s, mix: {system2: 1.5}}
  - {name: c, selection: s, mix: {system2: -1%}}
  - {name: d, selection: s, mix: {system1: 0.6, system2: 0.4}}
  - {name: e, selection: s, mix: {system2: ""}}
  - {name: f, selection: s, mix: {system2: [0.4]}}
  - {name: g, selection: s, mix: {system2: 0.4, system1: condensed}}
>>> 5:34: `datasets[0].mix` is a number, `0.4`. Expected a map. Write `mix: {system2: 0.4}`.
>>> 6:44: `datasets[1].mix.system2` is a number, `1.5`. Expected a share from 0 to 1, 0% to 100%, or an expression such as `disagree`.
>>> 7:44: `datasets[2].mix.system2` is a percentage, `-1%`. Expected a share from 0 to 1, 0% to 100%, or an expression such as `disagree`.
>>> 8:44: `datasets[3].mix.system1` cannot be `0.6`. Expected one of answer, condensed.
>>> 9:44: `datasets[4].mix.system2` is empty. Expected a share from 0 to 1, 0% to 100%, or an expression such as `disagree`.
>>> 10:44: `datasets[5].mix.system2` is a list. Expected a share from 0 to 1, 0% to 100%, or an expression such as `disagree`.
>>> 11:58: `datasets[6].mix.system1` wants condensed answers, and nobody writes them. Add `condense` to `annotate`, and a model as `annotator` to `roles`.

### pairs
@pool
selections: [{name: s}]
datasets:
  - {name: a, selection: s, pairs: corect}
  - {name: b, selection: s, pairs: both, mix: {system2: 0.4}}
>>> 5:36: `datasets[0].pairs` cannot be `corect`. Expected one of correct, shorter, both. Did you mean `correct`?
>>> 6:47: `datasets[1]` has both `mix` and `pairs`. Leave `mix` out: both sides of a pair keep the reasoning they have.

### splits
@pool
selections: [{name: s}]
datasets:
  - {name: a, selection: s, split: {validation: 1}}
  - {name: b, selection: s, split: {validation: 100%}}
  - {name: c, selection: s, split: {validation: -0.1}}
  - {name: d, selection: s, split: {train: 0.9, test: 0.1}}
  - {name: e, selection: s, split: 1%}
  - {name: f, selection: s, split: {validation: some}}
>>> 5:49: `datasets[0].split.validation` is a number, `1`. Expected a share from 0 to below 1, or 0% to below 100%.
>>> 6:49: `datasets[1].split.validation` is a percentage, `100%`. Expected a share from 0 to below 1, or 0% to below 100%.
>>> 7:49: `datasets[2].split.validation` is a number, `-0.1`. Expected a share from 0 to below 1, or 0% to below 100%.
>>> 8:37: `train` is no key of `datasets[3].split`. Expected `validation`. Leave it out; what is not `validation` is for training.
>>> 8:49: `test` is no key of `datasets[3].split`. Expected `validation`. Write `validation`.
>>> 9:36: `datasets[4].split` is a percentage, `1%`. Expected a map. Write `split: {validation: 0.01}`.
>>> 10:49: `datasets[5].split.validation` is a text, `some`. Expected a share from 0 to below 1, or 0% to below 100%.

### system prompts that contradict each other
@pool
selections: [{name: s}]
datasets:
  - name: a
    selection: s
    system: {think: "on", adaptive: "as you like"}
  - name: b
    selection: s
    system: {no_think: [off], thinking: "on"}
  - {name: c, selection: s, system: detailed thinking on}
>>> 7:37: `datasets[0].system` has `adaptive` beside `think` or `no_think`. Keep `adaptive` to let the model decide, or the other two to tell it.
>>> 10:24: `datasets[1].system.no_think` is a list. Expected a text. Put a text that starts with `{` or `[` in quotes.
>>> 10:31: `thinking` is no key of `datasets[1].system`. Expected one of think, no_think, adaptive. Remove it.
>>> 11:37: `datasets[2].system` is a text, `detailed thinking on`. Expected a map. Write `system: {think: TEXT, no_think: TEXT}`.

### a control character in a prompt
@pool
selections: [{name: s}]
datasets: [{name: d, selection: s, system: {think: "a\0b"}}]
>>> 4:52: `datasets[0].system.think` holds a control character or half a character. Expected text that can be printed. Remove it.

### a seed that is a text
@pool
selections: [{name: s}]
datasets: [{name: d, selection: s, seed: lucky, validation: 0.1}]
>>> 4:42: `datasets[0].seed` is a text, `lucky`. Expected a whole number of at least 0.
>>> 4:49: `validation` is no key of `datasets[0]`. Expected one of name, selection, layout, format, mix, pairs, system, split, seed. Write `split: {validation: SHARE}`.

### nothing to select from
run: r
source:
  - {path: q.jsonl, preset: natural-reasoning}
  - {path: p.jsonl, columns: {question: q, responses: [{role: baseline, content: a}]}}
selections: [{name: s}]
>>> 5:13: There will be no traces to select from: no model is a teacher, and no source brings a teacher's responses. Add `roles: {teacher: MODEL}`, or `columns: {responses: [{role: teacher, …}]}` to a source.

### everything at once
run: my run
shards: -1
source: {path: q.jsonl, preset: s2}
models: {r1: {model: m, temperature: -1}}
roles: {teacher: r2}
annotate: [cuse]
limits: {max_failed: 2}
selections: [{name: a, size: 0, recipe: randon}]
datasets: [{name: d, selection: b}]
>>> 1:6: `run` cannot be `my run`. Expected a letter or digit, then up to 99 letters, digits, dots, dashes and underscores.
>>> 2:9: `shards` is a number, `-1`. Expected a whole number from 1 to 4096.
>>> 3:33: `source.preset` cannot be `s2`. Expected one of natural-reasoning, openr1, openthoughts, s1, messages, vllm-batch. Did you mean `s1`?
>>> 4:38: `models.r1.temperature` is a number, `-1`. Expected a number of at least 0.
>>> 5:18: `roles.teacher` names the unknown model `r2`. Expected `r1`. Did you mean `r1`?
>>> 6:12: `cuse` is no annotator. Expected one of cues, verbosity, repetition, answer, language, domain, strategies, disagree, correct, reasoning_type, condense, clusters. Did you mean `cues`?
>>> 7:22: `limits.max_failed` is a number, `2`. Expected a share from 0 to 1, or 0% to 100%.
>>> 8:30: `selections[0].size` is a number, `0`. Expected a whole number of at least 1.
>>> 8:41: There is no recipe `randon`. Expected one of random, random-questions, long, long-poisson, strategies, strategies-poisson, models-disagree, topics, semantics, verbosity-low, verbosity-medium, verbosity-high, easy-to-verify, shortest-correct, consensus, hard-first, or a file ending in .yaml. Did you mean `random`?
>>> 9:33: `datasets[0].selection` names the unknown selection `b`. Expected `a`. Add it under `selections`.
""";
}
