using System.Collections.Immutable;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Core.Cleaning;

/// <summary>The comparison of all questions that share a band's hash, in one part of all hashes.</summary>
public static class BandJoin
{
    // So many sets are held at once, and travel in one message each way: some MiB.
    const int PageQuestions = 1024;

    /// <summary>The pairs that join components, the same however the questions are spread over shards.</summary>
    /// <param name="shards">All shards; a question is with the one its id says.</param>
    /// <param name="band">0-based number of the band.</param>
    /// <param name="part">The part.</param>
    /// <param name="threshold">Least Jaccard similarity of near duplicates.</param>
    public static async Task<ImmutableArray<NearPair>> RunAsync(
        IReadOnlyList<ICleaningShard> shards, int band, HashPart part, double threshold)
    {
        var found = ImmutableArray.CreateBuilder<NearPair>();
        var members = Members(await Task.WhenAll(shards.Select(shard => shard.BandAsync(band, part))));
        var (bucket, hash) = (new BucketJoin(threshold), 0UL);
        foreach (var page in members.Chunk(PageQuestions))
        {
            var sets = await ShinglesAsync(shards, page);
            foreach (var (member, shingles) in page.Zip(sets))
            {
                if (member.Hash != hash) (bucket, hash) = (new(threshold), member.Hash);
                bucket.Add(member.Question, member.Label, shingles, found);
            }
        }

        return found.ToImmutable();
    }

    /// <summary>The shingles of questions of any shards.</summary>
    public static async Task<ReadOnlyMemory<ulong>[]> ShinglesAsync(
        IReadOnlyList<ICleaningShard> shards, IReadOnlyList<QuestionId> questions)
    {
        var sets = new ReadOnlyMemory<ulong>[questions.Count];
        await Task.WhenAll(questions.Index().GroupBy(question => question.Item.Shard(shards.Count)).Select(async mine =>
        {
            var said = await shards[mine.Key].ShinglesAsync([.. mine.Select(question => question.Item)]);
            var rest = said.All.AsMemory();
            foreach (var ((place, _), length) in mine.Zip(said.Lengths))
                (sets[place], rest) = (rest[..length], rest[length..]);
        }));
        return sets;
    }

    static Task<ReadOnlyMemory<ulong>[]> ShinglesAsync(IReadOnlyList<ICleaningShard> shards, IEnumerable<Member> members) =>
        ShinglesAsync(shards, [.. members.Select(member => member.Question)]);

    // In the order of (hash, id); buckets in which nothing is left to compare are passed over.
    static IEnumerable<Member> Members(BandPage[] pages)
    {
        var members = new Member[pages.Sum(page => page.Hashes.Length)];
        var count = 0;
        foreach (var page in pages)
            for (var at = 0; at < page.Hashes.Length; at++)
                members[count++] = new(page.Hashes[at], page.Questions[at], page.Labels[at]);
        Array.Sort(members);
        for (var first = 0; first < members.Length;)
        {
            var (end, several) = (first + 1, false);
            for (; end < members.Length && members[end].Hash == members[first].Hash; end++)
                several |= members[end].Label != members[first].Label;
            if (several)
                for (var at = first; at < end; at++) yield return members[at];
            first = end;
        }
    }

    readonly record struct Member(ulong Hash, QuestionId Question, QuestionId Label) : IComparable<Member>
    {
        public int CompareTo(Member other) => Hash != other.Hash ? Hash.CompareTo(other.Hash) : Question.CompareTo(other.Question);
    }
}
