using NaturalThoughts.Core.Memory;

namespace NaturalThoughts.Cluster.Shards;

partial class ShardState
{
    /// <summary>Writes all of it to an image, or reads it from one of the same columns.</summary>
    public void Exchange(MemoryImage image)
    {
        Table.Exchange(image);
        Questions.Exchange(image);
        Embedded.Exchange(image);
        _annotations.Exchange(image);
        _rejectedRows.Exchange(image);
        foreach (var counts in (IDictionary<string, long>[])[_unusable, _responses, _tokens, _failed, _unreadable])
            image.Map(counts, name => image.Text(name ?? ""));
        image.Map(_sealed, image.Same);
        image.Map(_removed, pair => (image.Same(pair.Rule), image.Text(pair.Reason ?? "")));
        image.Map(_removedAndSealed, image.Same);
        image.One(ref _questionRows);
        image.One(ref _spent);
        image.One(ref _estimated);
        image.One(ref _traces);
        image.One(ref _snapshot);
        image.One(ref _intake);
    }
}
