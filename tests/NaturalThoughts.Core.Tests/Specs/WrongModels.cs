namespace NaturalThoughts.Core.Tests.Specs;

/// <summary>Endpoints, models, roles, annotators and limits that cannot be.</summary>
static class WrongModels
{
    public const string Cases = """
### an endpoint without its scheme
@pool
endpoints: [localhost:8000, 10.0.0.1]
>>> 3:13: `endpoints[0]` cannot be `localhost:8000`. Expected an address such as `http://host:8000/v1`, or `recorded:FILE`.
>>> 3:29: `endpoints[1]` cannot be `10.0.0.1`. Expected an address such as `http://host:8000/v1`, or `recorded:FILE`.

### an endpoint with a password
@pool
endpoints: http://me:secret@host:8000/v1
>>> 3:12: `endpoints` holds a user or a password. Remove it, and name the variable that holds the key in `key_env`.

### a key in the spec
@pool
endpoints:
  - {url: http://a/v1, key: sk-123}
  - {url: http://b/v1, key_env: sk-123}
>>> 4:24: `key` is no key of `endpoints[0]`. Expected one of url, key_env, slots, latency. Write `key_env: NAME`, the environment variable that holds it; a spec never holds a key.
>>> 5:33: `endpoints[1].key_env` does not name an environment variable. Expected letters, digits and underscores, such as `CLUSTER_KEY`. Put the key in a variable and name that here.

### endpoint numbers
@pool
endpoints:
  - {url: http://a/v1, slots: 0}
  - {url: http://b/v1, latency: 1}
  - {url: "recorded:r.jsonl", latency: -1}
>>> 4:31: `endpoints[0].slots` is a number, `0`. Expected a whole number from 1 to 100000.
>>> 5:33: `endpoints[1].latency` is for recorded responses only. Remove it.
>>> 6:40: `endpoints[2].latency` is a number, `-1`. Expected seconds from 0 to 86400.

### an endpoint twice and one without address
@pool
endpoints: [http://a/v1, {slots: 4}, http://a/v1]
>>> 3:26: `url` is missing in `endpoints[1]`. Add `url: http://host:8000/v1`.
>>> 3:38: `http://a/v1` is listed twice. Keep one of them; `slots` says how much it takes at once.

### an endpoint file beside other keys
@pool
endpoints: {file: e.txt, watch: true}
>>> 3:26: `watch` is no key of `endpoints`. Expected `file`. Remove it.

### a number for endpoints
@pool
endpoints: {file: [e.txt]}
>>> 3:19: `endpoints.file` is a list. Expected a file with one address a line.

### models as a list
@pool
models: [r1]
>>> 3:9: `models` is a list. Expected a map. Write `models: {r1: {model: deepseek-ai/DeepSeek-R1}}`.

### a model that is a text
@pool
models:
  r1: deepseek-ai/DeepSeek-R1
>>> 4:7: `models.r1` is a text, `deepseek-ai/DeepSeek-R1`. Expected a map. Write `models: {r1: {model: deepseek-ai/DeepSeek-R1}}`.

### model values out of range
@pool
models:
  r1:
    model: m
    temperature: -0.1
    top_p: 0
    max_tokens: 0
    samples: 0
    seed: 1.5
    prompt: Answer the question.
>>> 6:18: `models.r1.temperature` is a number, `-0.1`. Expected a number of at least 0.
>>> 7:12: `models.r1.top_p` is a number, `0`. Expected a number above 0, at most 1.
>>> 8:17: `models.r1.max_tokens` is a number, `0`. Expected a whole number of at least 1.
>>> 9:14: `models.r1.samples` is a number, `0`. Expected a whole number from 1 to 10000.
>>> 10:11: `models.r1.seed` is a number, `1.5`. Expected a whole number.
>>> 11:13: `models.r1.prompt` never mentions the question. Expected a text that holds `{question}`. Put `{question}` where the question goes.

### sampling values as words
@pool
models: {r1: {model: m, temperature: hot, top_p: 1.1, max_tokens: 16k, samples: .inf}}
>>> 3:38: `models.r1.temperature` is a text, `hot`. Expected a number of at least 0.
>>> 3:50: `models.r1.top_p` is a number, `1.1`. Expected a number above 0, at most 1.
>>> 3:67: `models.r1.max_tokens` is a text, `16k`. Expected a whole number of at least 1.
>>> 3:81: `models.r1.samples` is a text, `.inf`. Expected a whole number from 1 to 10000.

### a model without a model
@pool
models: {"": {temperature: 0}, a b: {model: x}}
>>> 3:10: A model's name cannot be ``. Expected a letter or digit, then up to 99 letters, digits, dots, dashes and underscores.
>>> 3:14: `model` is missing in `models.`. Add `model:` with the name servers know it by.
>>> 3:32: A model's name cannot be `a b`. Expected a letter or digit, then up to 99 letters, digits, dots, dashes and underscores.

### keys of other tools
@pool
models: {r1: {model: m, n: 4, top_k: 20, task: embedding, temprature: 0}}
>>> 3:25: `n` is no key of `models.r1`. Expected one of model, task, temperature, top_p, max_tokens, samples, system, prompt, seed, extra. Write `samples`.
>>> 3:31: `top_k` is no key of `models.r1`. Expected one of model, task, temperature, top_p, max_tokens, samples, system, prompt, seed, extra. Put it under `extra`.
>>> 3:48: `models.r1.task` cannot be `embedding`. Expected one of chat, embed.
>>> 3:59: `temprature` is no key of `models.r1`. Expected one of model, task, temperature, top_p, max_tokens, samples, system, prompt, seed, extra. Did you mean `temperature`?

### extra fields that have their own keys
@pool
models: {r1: {model: m, extra: {temperature: 0, stream: false, top_k: .nan}}}
>>> 3:33: `models.r1.extra` cannot set `temperature`. Set the model's `temperature`.
>>> 3:49: `models.r1.extra` cannot set `stream`. Remove it; in what form answers come is settled.
>>> 3:71: `models.r1.extra` holds `.nan`. Expected a value JSON can hold.

### extra that is no map
@pool
models: {r1: {model: m, extra: top_k}}
>>> 3:32: `models.r1.extra` is a text, `top_k`. Expected a map. Write `extra: {top_k: 20}`.

### roles of unknown models
@pool
models: {r1: {model: m}, l33: {model: n}}
roles: {teacher: r2, baseline: [l33, claude]}
>>> 4:18: `roles.teacher` names the unknown model `r2`. Expected one of l33, r1. Did you mean `r1`?
>>> 4:38: `roles.baseline[1]` names the unknown model `claude`. Expected one of l33, r1. Add it under `models`.

### a role without models
@pool
roles: {teacher: r1}
>>> 3:18: `roles.teacher` names the unknown model `r1`. Add it under `models`.

### a model in two roles
@pool
models: {r1: {model: m}}
roles: {teacher: [r1, r1], baseline: r1}
>>> 4:23: The model `r1` is already a teacher. Name each model once.
>>> 4:38: The model `r1` is already a teacher. Name each model once.

### a model that embeds
@pool
models: {e: {model: m, task: embed, temperature: 0, samples: 2, prompt: embed it, extra: {input: x, encoding_format: base64}}, c: {model: n}}
roles: {teacher: e, embedder: c}
>>> 3:50: `models.e.temperature` means nothing for a model that embeds. Remove it.
>>> 3:62: `models.e.samples` means nothing for a model that embeds. Remove it.
>>> 3:73: `models.e.prompt` never mentions the question. Expected a text that holds `{question}`. Put `{question}` where the question goes.
>>> 3:91: `models.e.extra` cannot set `input`. Set the model's `prompt`.
>>> 3:101: `models.e.extra` cannot set `encoding_format`. Remove it; in what form answers come is settled.
>>> 4:18: `roles.teacher` names the unknown model `e`. Expected `c`. Add it under `models`.
>>> 4:31: `roles.embedder` names the model `c`, which chats. Give it `task: embed` under `models`, or name another one.

### an embedder nobody needs
@pool
models: {e: {model: m, task: embed}}
roles: {embedder: e}
annotate: [{clusters: {embedder: lexical}}]
>>> 4:19: The model `e` is the embedder, and nothing needs its vectors. Write `annotate: [{clusters: {k: 1000}}]`, without `embedder: lexical`; or remove the role.

### an embedder that is not there
@pool
models: {e: {model: m, task: embed}}
roles: {embedder: f}
annotate: [{clusters: {embedder: model}}]
>>> 4:19: `roles.embedder` names the unknown model `f`. Expected `e`. Add it under `models`, with `task: embed`.
>>> 5:13: `clusters` needs a model's vectors, and no model is the embedder. Add `roles: {embedder: MODEL}`, a model with `task: embed`; or write `embedder: lexical`.

### clusters that are no map
@pool
annotate: [{clusters: 1000}]
>>> 3:23: `annotate[0].clusters` is a number, `1000`. Expected a map. Write `annotate: [{clusters: {k: 1000}}]`.

### annotate as a text
@pool
annotate: cues
>>> 3:11: `annotate` is a text, `cues`. Expected a list. Write `annotate: [cues, verbosity, repetition, answer]`.

### limits out of range
@pool
limits: {response_tokens: 0, max_failed: 101%, length: cut, attempts: 0, silence: 0}
>>> 3:27: `limits.response_tokens` is a number, `0`. Expected a whole number of at least 1.
>>> 3:42: `limits.max_failed` is a percentage, `101%`. Expected a share from 0 to 1, or 0% to 100%.
>>> 3:56: `limits.length` cannot be `cut`. Expected one of keep, drop, retry.
>>> 3:71: `limits.attempts` is a number, `0`. Expected a whole number from 1 to 1000.
>>> 3:83: `limits.silence` is a number, `0`. Expected seconds above 0, at most 86400.

### limits of the wrong kind
@pool
limits: {response_tokens: 8e99, max_failed: "1%", length: [keep], attempts: 2.5, silence: 2m}
>>> 3:27: `limits.response_tokens` is a number, `8e99`. Expected a whole number from 1 to 2147483647.
>>> 3:59: `limits.length` is a list. Expected one of keep, drop, retry.
>>> 3:77: `limits.attempts` is a number, `2.5`. Expected a whole number from 1 to 1000.
>>> 3:91: `limits.silence` is a text, `2m`. Expected seconds above 0, at most 86400.

### limits with a model's key, and a budget of nothing
@pool
limits: {output_tokens: 0, max_tokens: 100}
>>> 3:25: `limits.output_tokens` is a number, `0`. Expected a whole number of at least 1.
>>> 3:28: `max_tokens` is no key of `limits`. Expected one of student_tokenizer, response_tokens, max_failed, length, attempts, silence, output_tokens. Write `response_tokens`, or `max_tokens` in the model.

### a budget in words
@pool
limits: {output_tokens: 8G}
>>> 3:25: `limits.output_tokens` is a text, `8G`. Expected a whole number of at least 1.

### a budget that covers no question
@pool
models: {t: {model: m, max_tokens: 100, samples: 4}, b: {model: n}}
roles: {teacher: t, baseline: b}
limits: {output_tokens: 2.2e3, length: retry, response_tokens: 1001}
>>> 5:25: `limits.output_tokens` is 2200, and the responses to one question may take more. Expected at least 2201. Raise it, or lower the models' `max_tokens` or `samples`.
""";
}
