using System.Collections.Immutable;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Questions;

namespace NaturalThoughts.Core.Cleaning;

/// <summary>Finds near duplicates over any number of shards, wherever they are: band by band, and each band in parts, so that no more than
/// a part is held anywhere. What is found is the same for any number of shards.</summary>
public static class NearDuplicateSearch
{
    /// <summary>Questions of a part, about.</summary>
    public const int PartQuestions = 1 << 15;

    // Ids, labels and rows in one message: below a MiB.
    const int PageQuestions = 1 << 13;

    /// <summary>All questions that are removed, each with the one that is kept for it.</summary>
    /// <param name="shards">All shards; a question is with the one its id says.</param>
    /// <param name="bands">How many bands there are.</param>
    /// <param name="questions">How many questions there are.</param>
    /// <param name="progress">Hears how many bands are done.</param>
    /// <param name="cancellation">Gives up between two bands.</param>
    public static async Task<ImmutableArray<NearDuplicate>> RunAsync(
        IReadOnlyList<ICleaningShard> shards, int bands, long questions, Action<int> progress, CancellationToken cancellation)
    {
        var components = new Components();
        var parts = (int)((questions + PartQuestions - 1) / PartQuestions);
        for (var band = 0; band < bands; band++)
        {
            cancellation.ThrowIfCancellationRequested();
            progress(band);
            if (await JoinAsync(shards, band, parts, components)) await LabelAsync(shards, components);
        }

        return await KeptAsync(shards, components);
    }

    // Every shard compares some parts, one after the other.
    static async Task<bool> JoinAsync(IReadOnlyList<ICleaningShard> shards, int band, int parts, Components components)
    {
        var joined = false;
        var tasks = Enumerable.Range(0, parts).GroupBy(part => (band + part) % shards.Count).Select(async mine =>
        {
            foreach (var part in mine)
            {
                var pairs = await shards[mine.Key].JoinAsync(band, new(part, parts));
                lock (components)
                    foreach (var pair in pairs) joined |= components.Join(pair.Left, pair.Right);
            }
        });
        await Task.WhenAll(tasks);
        return joined;
    }

    static Task LabelAsync(IReadOnlyList<ICleaningShard> shards, Components components) =>
        EachPageAsync(shards, components, (shard, page) =>
        {
            ImmutableArray<QuestionLabel> labels;
            lock (components) labels = [.. page.Select(question => new QuestionLabel(question, components.Of(question)))];
            return shard.LabelAsync(labels);
        });

    static async Task<ImmutableArray<NearDuplicate>> KeptAsync(IReadOnlyList<ICleaningShard> shards, Components components)
    {
        var lowest = new Dictionary<QuestionId, (SourceRow Origin, QuestionId Question)>();
        await EachPageAsync(shards, components, async (shard, page) =>
        {
            var origins = await shard.OriginsAsync(page);
            lock (lowest)
                foreach (var (question, origin) in page.Zip(origins))
                {
                    var component = components.Of(question);
                    if (!lowest.TryGetValue(component, out var known) || IsLower((origin, question), known))
                        lowest[component] = (origin, question);
                }
        });
        return
        [
            .. from question in components.Questions
               let kept = lowest[components.Of(question)].Question
               where kept != question
               orderby question
               select new NearDuplicate(question, kept),
        ];
    }

    // Two versions of a file may have had different questions in one row.
    static bool IsLower((SourceRow Origin, QuestionId Question) one, (SourceRow Origin, QuestionId Question) other) =>
        one.Origin.CompareTo(other.Origin) is var order && (order != 0 ? order < 0 : one.Question.CompareTo(other.Question) < 0);

    static Task EachPageAsync(
        IReadOnlyList<ICleaningShard> shards, Components components, Func<ICleaningShard, ImmutableArray<QuestionId>, Task> ask) =>
        Task.WhenAll(components.Questions.GroupBy(question => question.Shard(shards.Count)).Select(async mine =>
        {
            foreach (var page in mine.Chunk(PageQuestions)) await ask(shards[mine.Key], [.. page]);
        }));
}
