namespace NaturalThoughts.Core.Tests.Specs;

/// <summary>Selections that cannot be.</summary>
static class WrongSelections
{
    public const string Cases = """
### size zero
@pool
selections: [{name: a, size: 0}]
>>> 3:30: `selections[0].size` is a number, `0`. Expected a whole number of at least 1.

### size below zero, split and too large
@pool
selections:
  - {name: a, size: -5}
  - {name: b, size: 10.5}
  - {name: c, size: 1e30}
>>> 4:21: `selections[0].size` is a number, `-5`. Expected a whole number of at least 1.
>>> 5:21: `selections[1].size` is a number, `10.5`. Expected a whole number of at least 1.
>>> 6:21: `selections[2].size` is a number, `1e30`. Expected a whole number from 1 to 1000000000000.

### a selection without a name
@pool
selections: [{recipe: random}]
>>> 3:14: `name` is missing in `selections[0]`. Add `name:`; datasets and `exclude` refer to it.

### a name that leaves the folder
@pool
selections: [{name: ../x, size: 1}]
>>> 3:21: `selections[0].name` cannot be `../x`. Expected a letter or digit, then up to 99 letters, digits, dots, dashes and underscores.

### two selections of one name
@pool
selections:
  - {name: a, recipe: random}
  - {name: A, recipe: long}
>>> 5:12: Two selections are named `A`. Give each its own `name`; upper and lower case count as the same.

### an unknown recipe
@pool
selections: [{name: a, recipe: model-disagree}]
>>> 3:32: There is no recipe `model-disagree`. Expected one of random, random-questions, long, long-poisson, strategies, strategies-poisson, models-disagree, topics, semantics, verbosity-low, verbosity-medium, verbosity-high, easy-to-verify, shortest-correct, consensus, hard-first, or a file ending in .yaml. Did you mean `models-disagree`?

### a recipe nothing is near to
@pool
selections: [{name: a, recipe: best}]
>>> 3:32: There is no recipe `best`. Expected one of random, random-questions, long, long-poisson, strategies, strategies-poisson, models-disagree, topics, semantics, verbosity-low, verbosity-medium, verbosity-high, easy-to-verify, shortest-correct, consensus, hard-first, or a file ending in .yaml.

### recipes that need clusters
@pool
selections: [{name: a, recipe: semantics}, {name: b, stratify: cluster}, {name: c, recipe: semantics, stratify: domain}]
>>> 3:32: The column `cluster` is empty: the spec asks for no clusters. Add `clusters` to `annotate`, as `annotate: [cues, {clusters: {k: 1000}}]`.
>>> 3:64: The column `cluster` is empty: the spec asks for no clusters. Add `clusters` to `annotate`, as `annotate: [cues, {clusters: {k: 1000}}]`.

### excluding what comes later or never
@pool
selections:
  - {name: a, exclude: [b, a, ids.txt]}
  - {name: bb, exclude: [a, ab, c]}
  - {name: b, exclude: [a, a]}
>>> 4:25: `selections[0].exclude[0]` names `b`, which is no earlier selection. Expected a file of ids; no selection stands before this one.
>>> 4:28: `selections[0].exclude[1]` names `a`, which is no earlier selection. Expected a file of ids; no selection stands before this one.
>>> 5:29: `selections[1].exclude[1]` names `ab`, which is no earlier selection. Expected `a`, or a file of ids. Did you mean `a`?
>>> 5:33: `selections[1].exclude[2]` names `c`, which is no earlier selection. Expected `a`, or a file of ids.
>>> 6:28: `selections[2].exclude[1]` repeats `a`. Keep one of them.

### exclude as a text
@pool
selections: [{name: a}, {name: b, exclude: a}]
>>> 3:44: `selections[1].exclude` is a text, `a`. Expected a list. Write `exclude: [SELECTION]`.

### weight beside rank
@pool
selections: [{name: a, weight: verbosity, rank: difficulty}]
>>> 3:49: `selections[0]` has both `weight` and `rank`. Keep `weight` to sample by it, or `rank` to take the largest.

### sample beside another order, draw beside a rank
@pool
selections:
  - {name: a, weight: verbosity, sample: 0.1}
  - {name: b, rank: difficulty, sample: 0.1}
  - {name: c, rank: difficulty, draw: question}
  - {name: d, recipe: hard-first, draw: question}
  - {name: e, draw: questions}
  - {name: f, sample: [0.1]}
>>> 4:42: `selections[0]` has both `sample` and `weight`. Keep `sample` to take each trace with its own probability, or the other to fill a size.
>>> 5:41: `selections[1]` has both `sample` and `rank`. Keep `sample` to take each trace with its own probability, or the other to fill a size.
>>> 6:39: `selections[2].draw` says what chance falls on, and a `rank` leaves nothing to chance. Write `draw: trace`, or order by `weight` or `sample`.
>>> 7:41: `selections[3].draw` says what chance falls on, and a `rank` leaves nothing to chance. Write `draw: trace`, or order by `weight` or `sample`.
>>> 8:21: `selections[4].draw` cannot be `questions`. Expected one of trace, question. Did you mean `question`?
>>> 9:23: `selections[5].sample` is a list. Expected an expression as text. Put a text that starts with `{` or `[` in quotes.

### seeds and caps
@pool
selections:
  - {name: a, seed: -1}
  - {name: b, seed: 18446744073709551616}
  - {name: c, per_question: 0}
>>> 4:21: `selections[0].seed` is a number, `-1`. Expected a whole number of at least 0.
>>> 5:21: `selections[1].seed` is a number, `18446744073709551616`. Expected a whole number from 0 to 18446744073709551615.
>>> 6:29: `selections[2].per_question` is a number, `0`. Expected a whole number of at least 1.

### strata of an unknown column
@pool
selections: [{name: a, stratify: domian}, {name: b, stratify: {by: colour}}]
>>> 3:34: `selections[0].stratify` names the unknown column `domian`. Expected a column of the recipe language, such as `domain` or `source`. Did you mean `domain`?
>>> 3:68: `selections[1].stratify.by` names the unknown column `colour`. Expected a column of the recipe language, such as `domain` or `source`.

### strata shared out wrongly
@pool
selections:
  - {name: a, stratify: {by: domain, allocation: square}}
  - {name: b, stratify: {allocation: sqrt}}
  - {name: c, stratify: {by: domain, allocation: {Science: 1.5}}}
  - {name: d, stratify: {by: domain, allocation: {Science: 0.7, Law: 40%}}}
  - {name: e, stratify: {by: domain, allocation: {Science: 0}}}
  - {name: f, stratify: {by: domain, allocation: [Science]}}
  - {name: g, stratify: [domain]}
  - {name: h, stratify: {column: domain}}
>>> 4:50: `selections[0].stratify.allocation` cannot be `square`. Expected one of uniform, proportional, sqrt, or a map {VALUE: SHARE}.
>>> 5:25: `by` is missing in `selections[1].stratify`. Add `by: COLUMN`.
>>> 6:60: `selections[2].stratify.allocation.Science` is a number, `1.5`. Expected a share from 0 to 1, or 0% to 100%.
>>> 7:50: The shares of `selections[3].stratify.allocation` add up to more than 1. Expected at most 1 together.
>>> 8:50: `selections[4].stratify.allocation` gives every place to nobody. Expected at least one share above 0.
>>> 9:50: `selections[5].stratify.allocation` is a list. Expected one of uniform, proportional, sqrt, or a map {VALUE: SHARE}.
>>> 10:25: `selections[6].stratify` is a list. Expected a map. Write `stratify: {by: domain, allocation: sqrt}`.
>>> 11:26: `column` is no key of `selections[7].stratify`. Expected one of by, allocation. Write `by`.

### expressions of the wrong kind
@pool
selections:
  - {name: a, where: ""}
  - {name: b, where: [complete]}
  - {name: c, rank: {a: b}}
>>> 4:22: `selections[0].where` is empty. Expected an expression as text.
>>> 5:22: `selections[1].where` is a list. Expected an expression as text. Put a text that starts with `{` or `[` in quotes.
>>> 6:21: `selections[2].rank` is a map. Expected an expression as text. Put a text that starts with `{` or `[` in quotes.

### keys of other tools in a selection
@pool
selections: [{name: a, limit: 5, filter: complete, sise: 5}]
>>> 3:24: `limit` is no key of `selections[0]`. Expected one of name, recipe, where, weight, rank, sample, draw, stratify, size, seed, per_question, exclude. Write `size`.
>>> 3:34: `filter` is no key of `selections[0]`. Expected one of name, recipe, where, weight, rank, sample, draw, stratify, size, seed, per_question, exclude. Write `where`.
>>> 3:52: `sise` is no key of `selections[0]`. Expected one of name, recipe, where, weight, rank, sample, draw, stratify, size, seed, per_question, exclude. Did you mean `size`?

### selections as a map
@pool
selections: {a: {size: 3}}
>>> 3:13: `selections` is a map. Expected a list. Write `selections: [{name: random-10k, recipe: random, size: 10000}]`.

### expressions point into the file
@pool
difficulty: pass_rate + BAD
selections:
  - name: plain
    where: complete and BAD
  - {name: quoted, where: "domain = \"BAD\" or BAD", weight: 'x''s BAD'}
  - name: blocks
    where: |
      complete
        and BAD
    rank: >-
      verbosity
      + BAD
  - name: continued
    weight: verbosity
      + BAD
datasets: [{name: d, selection: plain, mix: {system2: not BAD}}]
>>> 3:25: `BAD` is no Number.
>>> 6:25: `BAD` is no Flag.
>>> 7:39: `BAD` is no Flag.
>>> 7:48: `BAD` is no Flag.
>>> 7:68: `BAD` is no Number.
>>> 11:13: `BAD` is no Flag.
>>> 14:9: `BAD` is no Number.
>>> 17:9: `BAD` is no Number.
>>> 18:59: `BAD` is no Flag.
""";
}
