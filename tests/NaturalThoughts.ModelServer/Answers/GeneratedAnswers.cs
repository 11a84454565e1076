using System.Collections.Immutable;
using System.Text;
using NaturalThoughts.ModelServers.Faults;
using NaturalThoughts.ModelServers.Protocol;

namespace NaturalThoughts.ModelServers.Answers;

/// <summary>Makes up answers from hashes: the same model, messages and seed give the same bytes.</summary>
/// <remarks>Three of four answers to the same messages agree, so that answers can be compared. Half of
/// all reasonings turn now and then ("Wait, let me check").</remarks>
/// <param name="length">How long the reasoning is.</param>
sealed class GeneratedAnswers(TokenRange length)
{
    const double AgreeingShare = 0.75;
    const int CueEvery = 12;

    /// <summary>The answer to a request.</summary>
    public Answer Of(in ChatRequest request)
    {
        var chance = new Chance(request.Answer, seed: 0);
        var number = new Chance(chance.NextShare() < AgreeingShare ? request.Asked : request.Answer, seed: 1).Next() % 1000;
        var conclusion = Encoding.UTF8.GetBytes($"So the answer is {number}.");
        var bytes = length.Draw(ref chance) * Answer.TokenBytes;
        return new(
            bytes == 0 ? default : Reasoning(bytes, conclusion, ref chance),
            Encoding.UTF8.GetBytes($"Putting the steps together, the answer is $\\boxed{{{number}}}$."));
    }

    static ReadOnlyMemory<byte> Reasoning(int bytes, byte[] conclusion, ref Chance chance)
    {
        var text = new byte[bytes];
        var cued = (chance.Next() & 1) == 0;
        var room = text.AsSpan(0, Math.Max(0, bytes - conclusion.Length));
        var filled = 0;
        while (filled < room.Length)
        {
            var bits = chance.Next();
            var turns = cued && (bits >> 32) % CueEvery == 0;
            Append(room, ref filled, Pick(turns ? Phrases.Cues : Phrases.Openers, bits >> 8));
            Append(room, ref filled, Pick(Phrases.Clauses, bits >> 16));
            Append(room, ref filled, Pick(Phrases.Numbers, bits));
            Append(room, ref filled, Pick(Phrases.Ends, bits >> 24));
        }

        conclusion.AsSpan(0, bytes - room.Length).CopyTo(text.AsSpan(room.Length));
        return text;
    }

    static byte[] Pick(ImmutableArray<byte[]> phrases, ulong bits) => phrases[(int)((bits & 0xFF) % (uint)phrases.Length)];

    static void Append(Span<byte> room, ref int filled, byte[] phrase)
    {
        // What does not fit is left out: half a phrase could end in half a character.
        if (phrase.Length > room.Length - filled) room[filled..].Fill((byte)' ');
        else phrase.CopyTo(room[filled..]);
        filled = Math.Min(filled + phrase.Length, room.Length);
    }
}
