namespace NaturalThoughts.Core.Tests.Specs;

/// <summary>Specs several tests read.</summary>
static class SpecTexts
{
    /// <summary>Every key a spec can have, at least once.</summary>
    public const string EveryKey = """
        run: natural-r1
        shards: 64
        source:
          - path: data/natural_reasoning/*.jsonl
            name: natural
            preset: natural-reasoning
            license: cc-by-nc-4.0
            columns:
              question: question
              reference: reference_answer
              options: options
              domain: meta.domain
              topic: meta.topic
              license: license
              responses:
                - {role: baseline, each: responses, model_column: response_model, content: response, finish_reason: finish, tokens: usage.total, error: error}
                - {role: teacher, model: kimi-k2, content: result.content, reasoning: result.reasoning_trace, reasoning_tokens: usage.reasoning}
            features: {level: meta.level}
          - {path: more/s1, preset: s1}
          - run:first
          - {run: second, features: {level: grade}}
        clean:
          near_duplicates: {threshold: 80%, shingle: 4}
          decontaminate: ["bench/*.jsonl", {path: bench/mmlu.parquet, column: meta.question, ngram: 8}]
        endpoints:
          - http://10.0.0.1:8000/v1
          - {url: "https://host/v1", key_env: CLUSTER_KEY, slots: 256}
          - {url: "recorded:responses.jsonl", latency: 0.25}
        models:
          r1:
            model: deepseek-ai/DeepSeek-R1
            system: ""
            prompt: "{question}\n\nPlease reason step by step."
            temperature: 0.6
            top_p: 0.95
            max_tokens: 16384
            samples: 4
            seed: -7
            extra: {top_k: 20, chat_template_kwargs: {enable_thinking: true}, stop: ["</s>", null]}
          v3: {model: deepseek-ai/DeepSeek-V3.1}
          l33: {model: meta-llama/Llama-3.3-70B-Instruct, temperature: 0}
          embed: {model: BAAI/bge-m3, task: embed, prompt: "Represent: {question}", extra: {dimensions: 512}}
          l31: {model: meta-llama/Llama-3.1-8B-Instruct, temperature: 0, max_tokens: 1024}
        roles: {teacher: [r1, v3], baseline: l33, annotator: l31, judge: l33, embedder: embed}
        annotate: [cues, answer, {correct: {by: annotator}}, {disagree: {template: prompts/d.md, max_chars: 20000}}, {verbosity: {by: rule}}, {reasoning_type: {template_text: "{question} {form}"}}, condense, {clusters: {k: 1000, seed: 7, embedder: model}}]
        limits: {student_tokenizer: llama.json, response_tokens: 16384, max_failed: 1%, length: retry, attempts: 6, silence: 90.5, output_tokens: 8e9}
        difficulty: percentile(reasoning_tokens) - pass_rate
        selections:
          - name: first
            recipe: recipes/mine.yaml
            where: complete and domain in ("Science", "Law")
            weight: 'min(1, pow(reasoning_tokens / 5000, 2.5))'
            stratify: domain
            size: 8e9
            seed: 18446744073709551615
            per_question: 2
          - {name: second, rank: difficulty, stratify: {by: domain, allocation: {Science: 0.7, Law: 30%}}, exclude: [first, ids.txt]}
          - {name: third, recipe: long, stratify: {by: level, allocation: sqrt}}
          - {name: fourth, sample: 'min(1, reasoning_tokens / 5000)', draw: question}
        datasets:
          - name: mixed
            selection: first
            layout: messages
            format: jsonl
            mix: {system2: 40%, system1: condensed}
            system: {think: "detailed thinking on", no_think: "detailed thinking off"}
            split: {validation: 1%}
            seed: 11
          - {name: adaptive, selection: second, mix: {system2: disagree}, system: {adaptive: as you like}}
          - {name: preferred, selection: first, pairs: both}
        """;

    /// <summary>The interface the product works towards.</summary>
    public const string FullInterface = """
        run: natural-r1
        source:
          - path: data/natural_reasoning/*.jsonl
            preset: natural-reasoning          # responses[] become baseline responses
            license: cc-by-nc-4.0
        clean: {near_duplicates: 0.8, decontaminate: [bench/*.jsonl]}
        endpoints: {file: endpoints.txt}       # watched: nodes come and go; keys from the environment
        models:
          r1:    {model: deepseek-ai/DeepSeek-R1, temperature: 0.6, top_p: 0.95, max_tokens: 16384}
          l33:   {model: meta-llama/Llama-3.3-70B-Instruct, temperature: 0}
          l31:   {model: meta-llama/Llama-3.1-70B-Instruct, temperature: 0}
          small: {model: meta-llama/Llama-3.1-8B-Instruct, temperature: 0}
          embed: {model: meta-llama/Llama-3.1-8B-Instruct, task: embed}
        roles: {teacher: r1, baseline: l33, annotator: l31, judge: small, embedder: embed}
        annotate: [domain, strategies, verbosity, disagree, {clusters: {k: 1000}}]
        limits: {student_tokenizer: llama-3.1.json, response_tokens: 16384, output_tokens: 8e9, max_failed: 1%}
        selections:
          - {name: disagree-10k, recipe: models-disagree, size: 10000, seed: 7}
          - {name: strat-100k, recipe: strategies, size: 100000, seed: 7}
          - name: hard-science
            where: complete and domain in ("Science", "Engineering")
            weight: min(1, pow(reasoning_tokens / 5000, 2.5))
            stratify: {by: domain, allocation: sqrt}
            size: 10000
            exclude: [disagree-10k]
        datasets:
          - name: mixed-100k
            selection: strat-100k
            layout: prompt-completion
            mix: {system2: disagree}           # or a share: 0.4
            system: {think: "detailed thinking on", no_think: "detailed thinking off"}
            split: {validation: 0.01}
        """;
}
