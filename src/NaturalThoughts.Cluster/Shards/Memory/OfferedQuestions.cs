using System.Numerics;
using NaturalThoughts.Core.Memory;

namespace NaturalThoughts.Cluster.Shards.Memory;

/// <summary>Questions that wait, by number: a bit for each question of the shard, whether it waits or not.</summary>
/// <remarks>They are taken round and round in the order of their numbers: whatever is offered meanwhile, each is reached within one
/// round. Looking through a million bits takes some microseconds.</remarks>
sealed class OfferedQuestions
{
    const int Bits = 64;

    readonly BlockList<ulong> _words = new();
    int _next;

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    /// <summary>Lets a question wait; false when it does already.</summary>
    public bool Add(int number)
    {
        while (_words.Count <= number / Bits) _words.Add(0);
        ref var word = ref _words[number / Bits];
        var bit = 1UL << (number % Bits);
        if ((word & bit) != 0) return false;
        word |= bit;
        Count++;
        return true;
    }

    /// <summary>Takes the next one.</summary>
    public bool TryTake(out int number)
    {
        number = -1;
        if (Count == 0) return false;
        // Of the word it begins in, first what lies ahead and at the end of the round what lies behind.
        var (at, ahead) = (_next / Bits, ulong.MaxValue << (_next % Bits));
        while (at >= _words.Count || (_words[at] & ahead) == 0) (at, ahead) = (at + 1 < _words.Count ? at + 1 : 0, ulong.MaxValue);
        number = (at * Bits) + BitOperations.TrailingZeroCount(_words[at] & ahead);
        _words[at] &= ~(1UL << (number % Bits));
        _next = number + 1;
        Count--;
        return true;
    }

    /// <summary>Lets none wait.</summary>
    public void Clear()
    {
        for (var at = 0; at < _words.Count; at++) _words[at] = 0;
        Count = 0;
    }
}
