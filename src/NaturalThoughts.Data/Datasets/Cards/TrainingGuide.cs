using System.Text;
using NaturalThoughts.Data.Datasets.Layouts;
using NaturalThoughts.Data.Datasets.Parts;

namespace NaturalThoughts.Data.Datasets.Cards;

/// <summary>How to train with the dataset: the settings of arXiv 2507.01921, as TRL, axolotl and LLaMA-Factory are told them.</summary>
static class TrainingGuide
{
    public static string Of(DatasetDescription description, PartCounts counts)
    {
        var layout = DatasetLayout.Find(description.Plan.Layout)!;
        var guide = new StringBuilder("## Training\n\n");
        guide.Append($"""
            Settings of *NaturalThoughts* (arXiv 2507.01921): loss on the response only, complete responses of at most 16,384 tokens,
            AdamW with weight decay 0.1, constant learning rate 2e-5, about 400 k tokens a batch, and {Epochs(counts.Rows)} epochs at
            this size (10 at 1 k, 6 at 10 k, 8 at 100 k and 500 k). Students there:
            Llama-3.1-8B-Instruct, Qwen2.5-7B-Instruct, Llama-3.3-70B-Instruct.


            """);
        if (counts.LongestResponse > 0)
        {
            guide.Append($"""
                The longest response here has {Invariant.Count(counts.LongestResponse)} tokens. A tool's length limit counts the
                question too: raise it if both together are longer.


                """);
        }

        AppendTrl(guide, description, layout, counts);
        AppendAxolotl(guide, description, layout);
        AppendLlamaFactory(guide, description, layout, counts);
        return guide.ToString();
    }

    /// <summary>Epochs the paper trained for at the size nearest to this one.</summary>
    public static int Epochs(long rows) => rows switch { < 3_163 => 10, < 31_623 => 6, _ => 8 };

    static void AppendTrl(StringBuilder guide, DatasetDescription description, DatasetLayout layout, PartCounts counts)
    {
        var preparation = layout.TrlPreparation is "" ? "" : $"\n\n{layout.TrlPreparation}\n";
        guide.Append("### TRL\n\n").Append(MarkdownText.Fenced($"""
            from datasets import load_dataset
            from trl import SFTConfig, SFTTrainer

            dataset = load_dataset("path/to/{description.Plan.Name}", "default", split="train"){preparation}
            trainer = SFTTrainer(
                model="meta-llama/Llama-3.1-8B-Instruct",
                train_dataset=dataset,
                args=SFTConfig(
                    max_length={description.ResponseTokens},  # TRL's default, 1024, cuts most traces
                    {layout.TrlLoss},
                    learning_rate=2e-5,
                    lr_scheduler_type="constant",
                    weight_decay=0.1,
                    num_train_epochs={Epochs(counts.Rows)},
                    per_device_train_batch_size=1,
                    gradient_accumulation_steps=8,  # choose it so that a batch has about 400 k tokens over all devices
                    gradient_checkpointing=True,
                    bf16=True,
                ),
            )
            trainer.train()
            """, "python")).Append("\n\n");
        if (layout.TrlLoss.StartsWith("assistant", StringComparison.Ordinal))
        {
            guide.Append("""
                `assistant_only_loss` needs a chat template with `{% generation %}` marks; where yours has none, emit the layout
                `prompt-completion`.


                """);
        }

        if (counts.System2 < counts.Rows)
        {
            guide.Append("Students whose template has a thinking switch (Qwen3) can be told for each row:\n\n");
            guide.Append(MarkdownText.Fenced("""
                thinking = lambda row: {"chat_template_kwargs": {"enable_thinking": row["mode"] == "system-2"}}
                dataset = dataset.map(thinking)
                """, "python")).Append("\n\n");
        }
    }

    static void AppendAxolotl(StringBuilder guide, DatasetDescription description, DatasetLayout layout)
    {
        guide.Append("### axolotl\n\n");
        if (layout.Axolotl is not { } keys)
        {
            guide.Append("axolotl reads lists of messages: emit the same selection with `layout: messages`.\n\n");
            return;
        }

        guide.Append(MarkdownText.Fenced($"""
            datasets:
              - path: path/to/{description.Plan.Name}
                name: default
                split: train
                {keys.ReplaceLineEndings("\n    ")}
            train_on_inputs: false
            sequence_len: {description.ResponseTokens}
            optimizer: adamw_torch
            learning_rate: 2.0e-5
            lr_scheduler: constant
            weight_decay: 0.1
            """, "yaml")).Append("\n\n");
        if (layout is ShareGptLayout or AlpacaLayout)
        {
            guide.Append("""
                axolotl leaves out the column `system` in this layout; `layout: messages` keeps system prompts and uses the student's
                chat template.


                """);
        }
    }

    static void AppendLlamaFactory(StringBuilder guide, DatasetDescription description, DatasetLayout layout, PartCounts counts)
    {
        guide.Append("### LLaMA-Factory\n\n");
        if (layout.LlamaFactory() is null)
        {
            guide.Append("""
                LLaMA-Factory wants all turns in one list, or the response as text: emit the same selection with `layout: messages` (or
                `sharegpt`, `alpaca`). It comes with a `dataset_info.json`.


                """);
            return;
        }

        guide.Append(MarkdownText.Fenced($"""
            stage: sft
            {LlamaFactoryData(description, counts)}
            train_on_prompt: false
            learning_rate: 2.0e-5
            lr_scheduler_type: constant
            weight_decay: 0.1
            num_train_epochs: {Epochs(counts.Rows)}
            """, "yaml")).Append("\n\n");
    }

    /// <summary>Where LLaMA-Factory finds the rows, whatever is trained.</summary>
    public static string LlamaFactoryData(DatasetDescription description, PartCounts counts)
    {
        var validation = counts.Validation > 0 ? $"\neval_dataset: {description.Plan.Name}-{DatasetSplit.Validation.Name()}" : "";
        return $"""
            dataset_dir: path/to/{description.Plan.Name}   # its dataset_info.json says how to read the files
            dataset: {description.Plan.Name}{validation}
            cutoff_len: {description.ResponseTokens}
            """;
    }
}
