namespace NaturalThoughts.Core.Tests.Specs;

/// <summary>Annotators, by rule and by model, that cannot be.</summary>
static class WrongRubrics
{
    public const string Cases = """
### roles that nobody knows, and one that judges nothing
@pool
models: {r1: {model: m}}
roles: {teacher: r1, judge: r1, annotater: r1}
>>> 4:29: Nothing in `annotate` asks the judge `r1`. Expected one of disagree, correct. List what it shall fill, or unbind it.
>>> 4:33: `annotater` is no key of `roles`. Expected one of teacher, baseline, annotator, judge, embedder. Did you mean `annotator`?

### several annotators, and one that is not there
@pool
models: {r1: {model: m}}
roles: {annotator: [r1], judge: r2, embedder: r1}
>>> 4:20: `roles.annotator` is a list. Expected a model's name.
>>> 4:33: `roles.judge` names the unknown model `r2`. Expected `r1`. Did you mean `r1`?
>>> 4:47: `roles.embedder` names the model `r1`, which chats. Give it `task: embed` under `models`, or name another one.

### an annotator with what only a teacher has
@pool
models: {r1: {model: m, samples: 2}, l31: {model: n, prompt: "Say {question}"}}
roles: {teacher: r1, annotator: r1, judge: l31}
annotate: [verbosity, correct]
>>> 4:44: Rubrics have their own prompts and ask once: `prompt` and `samples` of `l31` say nothing. Remove them from `models.l31`.

### annotators
@pool
annotate: [cue, cues, cues, {clusters: {k: 0, size: 3}}, clusters, 3, [answer], {cues: {by: rule}}, {language: }]
>>> 3:12: `cue` is no annotator. Expected one of cues, verbosity, repetition, answer, language, domain, strategies, disagree, correct, reasoning_type, condense, clusters. Did you mean `cues`?
>>> 3:23: `annotate` lists `cues` twice. Keep one of them.
>>> 3:44: `annotate[3].clusters.k` is a number, `0`. Expected a whole number from 1 to 10000.
>>> 3:47: `size` is no key of `annotate[3].clusters`. Expected one of k, seed, embedder. Write `k`.
>>> 3:58: `annotate` lists `clusters` twice. Keep one of them.
>>> 3:68: `3` is no annotator. Expected one of cues, verbosity, repetition, answer, language, domain, strategies, disagree, correct, reasoning_type, condense, clusters.
>>> 3:71: `annotate[6]` is a list. Expected one of cues, verbosity, repetition, answer, language, domain, strategies, disagree, correct, reasoning_type, condense, clusters.
>>> 3:82: `annotate` lists `cues` twice. Keep one of them.
>>> 3:102: `language` takes no options. Write `language` alone.

### rubrics without a model
@pool
models: {r1: {model: m}}
roles: {teacher: r1}
annotate: [domain, disagree, {verbosity: {max_chars: 2000}}, {correct: {by: judge}}, {strategies: {by: rule}}]
>>> 5:12: `domain` is filled by a model, and none is the annotator. Add `annotator: MODEL` to `roles`, or leave `domain` out.
>>> 5:31: `verbosity` is filled by a model, and none is the annotator. Add `annotator: MODEL` to `roles`, or leave `verbosity` out.
>>> 5:63: `correct` is filled by a model, and none is the judge. Add `judge: MODEL` to `roles`, or leave `correct` out.
>>> 5:87: No rule fills `strategies`. Leave `by` out, and bind a model to its role.

### one column, two annotators
run: r
source: {path: q.jsonl, columns: {question: q, topic: t}}
models: {r1: {model: m}}
roles: {annotator: r1}
annotate: [cues, strategies, domain]
>>> 5:12: `cues` and `strategies` fill the same columns. Keep one of them.
>>> 5:30: `domain` fills columns that the source `q` maps. Remove `domain` and `topic` from its `columns`, or leave `domain` out here.

### options of rubrics
@pool
models: {r1: {model: m}}
roles: {annotator: r1, judge: r1}
annotate:
  - verbosity: {by: hand, max_chars: 10, prompt: x, topics: [a]}
  - domain: {template: a.md, template_text: b, topics: [a, ""]}
  - disagree: {by: rule, max_chars: 2000}
  - correct: 3
  - reasoning_type: {by: rule}
>>> 6:21: `annotate.verbosity.by` cannot be `hand`. Expected one of rule, annotator, judge.
>>> 6:38: `annotate.verbosity.max_chars` is a number, `10`. Expected a whole number of at least 1000.
>>> 6:42: `prompt` is no key of `annotate.verbosity`. Expected one of by, template, template_text, max_chars, domains, topics. Write `template`, a file, or `template_text`.
>>> 6:61: `verbosity` has no `topics`. Remove it.
>>> 7:45: `annotate.domain.template_text` stands beside `template`. Keep one of them.
>>> 7:60: `annotate.domain.topics` holds an empty text. Remove it.
>>> 8:5: `disagree` by rule has no other options. Remove them, or leave `by` out.
>>> 9:14: `annotate.correct` is a number, `3`. Expected a map. Write `correct: {max_chars: 40000}`.
>>> 10:5: No rule fills `reasoning_type`. Leave `by` out, and bind a model to its role.
""";
}
