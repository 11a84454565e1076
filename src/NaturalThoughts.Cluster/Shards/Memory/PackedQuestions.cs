using System.Buffers;
using System.Collections;
using System.Diagnostics.CodeAnalysis;
using NaturalThoughts.Core.Features;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Memory;

namespace NaturalThoughts.Cluster.Shards.Memory;

/// <summary>A shard's questions by id. An entry is packed, unpacked for whoever asks, and packed again by <see cref="Change"/>.</summary>
/// <remarks>A question with one imported trace takes 22 bytes in the index and about 57 for its record
/// (<see cref="RecordArena"/>). One with more than <see cref="Fingerprints.MostFew"/> facts stays as it is, about 40 bytes a fact: to pack
/// it anew for each further one would take their square.</remarks>
/// <param name="index">The questions' numbers, in the order in which the log first names them.</param>
/// <param name="table">The table their rows are in.</param>
sealed class PackedQuestions(IdIndex index, FeatureTable table) : IReadOnlyDictionary<QuestionId, QuestionEntry>
{
    readonly RecordArena _records = new();
    readonly EntryCodes _codes = new(table);
    readonly Dictionary<int, QuestionEntry> _large = [];
    readonly ArrayBufferWriter<byte> _packed = new();

    /// <summary>The questions' numbers, in the order in which the log first names them.</summary>
    public IdIndex Index => index;

    /// <inheritdoc/>
    public int Count => _records.Count;

    /// <inheritdoc/>
    public IEnumerable<QuestionId> Keys
    {
        get
        {
            for (var number = 0; number < Count; number++) yield return new(Index[number]);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<QuestionEntry> Values => this.Select(pair => pair.Value);

    /// <summary>Bytes all of it takes.</summary>
    public long Bytes => Index.Bytes + _records.Bytes + _large.Values.Sum(entry => entry.Bytes);

    /// <inheritdoc/>
    public QuestionEntry this[QuestionId key] =>
        TryGetValue(key, out var entry) ? entry : throw new KeyNotFoundException($"The shard has no question {key}.");

    /// <summary>Changes what is known of a question, which may be nothing yet.</summary>
    public void Change(QuestionId question, Action<QuestionEntry> change)
    {
        var number = Index.Add(question.Value);
        var entry = number < Count ? Entry(number) : new();
        var wasLarge = entry.IsLarge;
        change(entry);
        if (wasLarge) return;
        _packed.ResetWrittenCount();
        if (entry.IsLarge) _large[number] = entry;
        else entry.Pack(_packed, _codes);
        _records.Set(number, _packed.WrittenSpan);
    }

    /// <summary>Writes all of it to an image, or reads it from one; the table goes before it.</summary>
    public void Exchange(MemoryImage image)
    {
        index.Exchange(image);
        _codes.Exchange(image);
        _records.Exchange(image);
        List<KeyValuePair<int, QuestionEntry>> large = [.. _large];
        image.List(large, pair =>
        {
            _packed.ResetWrittenCount();
            pair.Value?.Pack(_packed, _codes);
            var (number, length) = (image.Count(pair.Key), image.Count(_packed.WrittenCount));
            var bytes = image.IsRead ? new byte[length] : _packed.WrittenSpan.ToArray();
            image.Each(bytes.AsSpan());
            return new(number, pair.Value ?? QuestionEntry.Unpack(bytes, _codes));
        });
        foreach (var (number, entry) in large) _large[number] = entry;
    }

    /// <inheritdoc/>
    public bool ContainsKey(QuestionId key) => Index.Find(key.Value) >= 0;

    /// <inheritdoc/>
    public bool TryGetValue(QuestionId key, [MaybeNullWhen(false)] out QuestionEntry value)
    {
        var number = Index.Find(key.Value);
        value = number < 0 ? null : Entry(number);
        return number >= 0;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<QuestionId, QuestionEntry>> GetEnumerator()
    {
        for (var number = 0; number < Count; number++) yield return KeyValuePair.Create(new QuestionId(Index[number]), Entry(number));
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    QuestionEntry Entry(int number) => _large.GetValueOrDefault(number) ?? QuestionEntry.Unpack(_records[number], _codes);
}
