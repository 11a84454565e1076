namespace NaturalThoughts.Core.Tests.Specs;

/// <summary>Files that are no plain YAML map.</summary>
static class WrongYaml
{
    public const string Cases = """
### a tab indents a line
run: r
source:
⇥path: q.jsonl
>>> 3:1: A tab indents this line. Expected spaces. Replace the tab by spaces.

### a tab indents a continued value
run: r
⇥shards: 2
>>> 2:1: A tab indents this line. Expected spaces. Replace the tab by spaces.

### an unclosed list
run: r
annotate: [cues, answer
shards: 3
>>> 2:16: This is not valid YAML: a list in [ ] is not closed. Close the [ or {, and put a text that holds a comma, a bracket or a colon in quotes.

### an unclosed map
@pool
limits: {attempts: 3
>>> 4:1: This is not valid YAML: while parsing a flow mapping, did not find expected ',' or '}'. Close the [ or {, and put a text that holds a comma, a bracket or a colon in quotes.

### an unclosed quote
@pool
difficulty: "pass_rate
>>> 3:13: This is not valid YAML: while scanning a quoted scalar, found unexpected end of stream. Close the quotes; inside double quotes write a backslash as \\.

### a colon inside a bare text
run: r
source: {path: a: b}
>>> 2:17: This is not valid YAML: while parsing a flow mapping, did not find expected ',' or '}'. Close the [ or {, and put a text that holds a comma, a bracket or a colon in quotes.

### a colon and a space inside a block value
run: r
difficulty: a: b
>>> 2:14: This is not valid YAML: while scanning a plain scalar value, found invalid mapping. Put a text that holds `: ` in quotes, and give keys of one map the same indentation.

### an expression that begins with a quote
@pool
difficulty: "Science" = domain
>>> 3:23: This is not valid YAML: while parsing a block mapping, did not find expected key. Put a value that begins with a double quote in single quotes, and give keys of one map the same indentation.

### a key without its colon
run: r
shards 3
>>> 2:1: This is not valid YAML: while parsing a block mapping, did not find expected key. Write `key: value` with a space after the colon, and give keys of one map the same indentation.

### a value that begins with a percent sign
run: %r
>>> 1:6: This is not valid YAML: while scanning for the next token, found character that cannot start any token. Put a value that starts with @, ` or % in quotes.

### uneven indentation
run: r
source:
  - path: q.jsonl
 preset: s1
>>> 4:2: This is not valid YAML: while parsing a block mapping, did not find expected key. Write `key: value` with a space after the colon, and give keys of one map the same indentation.

### two documents
@pool
---
run: other
>>> 3:1: A second document starts here. Expected one document in a file. Remove the line `---` and what follows, or move it to its own file.

### an alias in place of a glob
run: r
source: {path: *.jsonl, preset: s1}
>>> 2:16: `*.jsonl` is a YAML alias; a spec has none. Write the value out; put a text that starts with `*` in quotes.

### an anchor and its alias
run: r
source:
  - &base {path: q.jsonl, preset: s1}
  - {<<: *base, name: again}
>>> 3:5: `&base` is a YAML anchor; a spec has none. Write the value out where it is needed; put a text that starts with `&` in quotes.
>>> 4:10: `*base` is a YAML alias; a spec has none. Write the value out; put a text that starts with `*` in quotes.

### a tag
run: !!str r
source: {path: q.jsonl, preset: s1}
>>> 1:6: A YAML tag stands here; a spec has none. Remove it; put a text that starts with `!` in quotes.

### a key twice
@pool
shards: 4
shards: 8
>>> 4:1: `shards` stands twice in this map; first in line 3. Keep one of them.

### a list as a key
@pool
? [a, b]
: c
>>> 3:3: A list or map stands where a key should be. Expected a name. Put a text that starts with `{` or `[` in quotes.

### an empty file
>>> 1:1: The file is empty. Expected keys such as `run: my-run`.

### only a comment
# nothing here
>>> 1:1: The file is empty. Expected keys such as `run: my-run`.

### a list instead of a map
- run: r
>>> 1:1: The file is a list. Expected a map of keys such as `run: my-run`.

### a text instead of a map
natural-r1
>>> 1:1: The file is a text. Expected a map of keys such as `run: my-run`.

### braces that YAML reads as a map
@pool
models: {r1: {model: m, prompt: {question}}}
>>> 3:33: `models.r1.prompt` is a map. Expected a text that holds `{question}`. Put a text that starts with `{` or `[` in quotes.

### a bare expression with commas inside braces
@pool
selections: [{name: a, weight: min(1, 2)}]
>>> 3:39: `2)` is no key of `selections[0]`. Expected one of name, recipe, where, weight, rank, sample, draw, stratify, size, seed, per_question, exclude. Put an expression in single quotes: inside { } and [ ] a comma ends a value.

### too deep
run: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]
>>> 1:38: Lists and maps are nested more than 32 deep. Expected at most 32 levels.

### a directive for a version nobody reads
%YAML 9.9
---
run: r
>>> 1:1: This is not valid YAML: found incompatible YAML document. Remove the line that starts with %YAML.
""";
}
