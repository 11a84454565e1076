using System.Text;
using NaturalThoughts.Data.Datasets.Layouts;
using NaturalThoughts.Data.Datasets.Parts;

namespace NaturalThoughts.Data.Datasets.Cards;

/// <summary>How to train with preference pairs, as TRL, axolotl and LLaMA-Factory are told them.</summary>
static class PairTrainingGuide
{
    public static string Of(DatasetDescription description, PartCounts counts)
    {
        var layout = DatasetLayout.Of(description.Plan);
        var guide = new StringBuilder("## Training\n\n");
        guide.Append("""
            For direct preference optimisation (DPO) of a student that was trained on such traces before. The columns beside those of
            the layout are for people and filters; where a tool stumbles over them, keep the layout's only.


            """);
        AppendTrl(guide, description, layout);
        AppendAxolotl(guide, description, layout);
        AppendLlamaFactory(guide, description, layout, counts);
        return guide.ToString();
    }

    static void AppendTrl(StringBuilder guide, DatasetDescription description, DatasetLayout layout)
    {
        var preparation = layout.TrlPreparation is ""
            ? """.select_columns(["prompt", "chosen", "rejected"])"""
            : $"\n\n{layout.TrlPreparation}\n";
        guide.Append("### TRL\n\n").Append(MarkdownText.Fenced($"""
            from datasets import load_dataset
            from trl import DPOConfig, DPOTrainer

            dataset = load_dataset("path/to/{description.Plan.Name}", "default", split="train"){preparation}
            trainer = DPOTrainer(
                model="path/to/your/student",
                train_dataset=dataset,
                args=DPOConfig(
                    max_length={description.ResponseTokens},  # TRL's default, 1024, cuts most traces
                    learning_rate=1e-6,
                    per_device_train_batch_size=1,
                    gradient_accumulation_steps=8,
                    gradient_checkpointing=True,
                    bf16=True,
                ),
            )
            trainer.train()
            """, "python")).Append("\n\n");
    }

    static void AppendAxolotl(StringBuilder guide, DatasetDescription description, DatasetLayout layout)
    {
        guide.Append("### axolotl\n\n").Append(MarkdownText.Fenced($"""
            rl: dpo
            datasets:
              - path: path/to/{description.Plan.Name}
                name: default
                split: train
                {layout.Axolotl!.ReplaceLineEndings("\n    ")}
            sequence_len: {description.ResponseTokens}
            """, "yaml")).Append("\n\n");
        if (layout is not MessagePairs)
            guide.Append("axolotl leaves out the column `system` in this layout; `layout: messages` keeps system prompts.\n\n");
    }

    static void AppendLlamaFactory(StringBuilder guide, DatasetDescription description, DatasetLayout layout, PartCounts counts)
    {
        guide.Append("### LLaMA-Factory\n\n");
        if (layout.LlamaFactory() is null)
        {
            guide.Append("""
                LLaMA-Factory wants each side as one message or as text: emit the same selection with `layout: sharegpt` or `alpaca`.


                """);
            return;
        }

        guide.Append(MarkdownText.Fenced($"""
            stage: dpo
            {TrainingGuide.LlamaFactoryData(description, counts)}
            learning_rate: 1.0e-6
            """, "yaml")).Append("\n\n");
    }
}
