using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using NaturalThoughts.Cluster.Shards.Memory;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Memory;

namespace NaturalThoughts.Cluster.Shards;

// As bytes. In brackets the size for a question with an imported trace, sealed once:
//
//   flags                                                                          [1]
//   count of fingerprints, and each as 8 bytes                                     [1 + 8]
//   Sealed:      number of the plan, generation, count of rows                     [3]
//   Sealed, and any rows: the first of them, and the sum of their digests          [3 + 16]
//   HasFailures: their count, and each: trace, number of the try, reason, flags    [0]
//   WasCleaned:  number of the rule, number of the verdict, reason, what it says   [0]
//   spans of positions, to the end                                                 [about 3 · 4]
//
// RowsAreKnown: the responses of all rows are noted, as they are where a seal is none of a test's. Their keys are the traces' ids, which
// the feature table has, so that their fingerprints are taken from there.
sealed partial class QuestionEntry
{
    QuestionEntry(PositionSpans positions) => _positions = positions;

    [Flags]
    enum Has : byte
    {
        Nothing = 0,
        Intake = 1,
        Seal = 2,
        Failures = 4,
        RowsAreKnown = 8,
        WasCleaned = 16,
    }

    [Flags]
    enum FailureFlags : byte
    {
        None = 0,
        Imported = 1,
        Reopened = 2,
    }

    /// <summary>Writes all of it; a large one only for an image.</summary>
    public void Pack(IBufferWriter<byte> to, EntryCodes codes)
    {
        var beside = BesideRows(codes);
        var has = (HasIntake ? Has.Intake : 0) | (_sealedPlan is null ? 0 : Has.Seal) | (_failures is { Count: > 0 } ? Has.Failures : 0)
            | (beside is null ? 0 : Has.RowsAreKnown) | (Cleaning is null ? 0 : Has.WasCleaned);
        WriteByte(to, (byte)has);
        PackFingerprints(to, beside ?? _fingerprints.All);
        if (_sealedPlan is { } plan) PackSeal(to, codes.Plans.Of(plan));
        if (has.HasFlag(Has.Failures)) PackFailures(to, codes.Reasons);
        if (Cleaning is { } verdict) PackVerdict(to, verdict, codes);
        _positions.Pack(to);
    }

    /// <summary>Reads what <see cref="Pack"/> wrote.</summary>
    public static QuestionEntry Unpack(ReadOnlySpan<byte> packed, EntryCodes codes)
    {
        var has = (Has)packed[0];
        packed = packed[1..];
        var fingerprints = UnpackFingerprints(ref packed);
        var (plan, generation, rows) = has.HasFlag(Has.Seal) ? UnpackSeal(ref packed, codes.Plans) : (null, -1, default);
        if (has.HasFlag(Has.RowsAreKnown)) fingerprints.AddRange(FingerprintsOf(rows, codes));
        var failures = has.HasFlag(Has.Failures) ? UnpackFailures(ref packed, codes.Reasons) : null;
        var verdict = has.HasFlag(Has.WasCleaned) ? UnpackVerdict(ref packed, codes) : (Verdict?)null;
        return new(new PositionSpans(packed))
        {
            HasIntake = has.HasFlag(Has.Intake), Rows = rows, Cleaning = verdict,
            _fingerprints = new(fingerprints), _sealedPlan = plan, _sealedGeneration = generation, _failures = failures,
        };
    }

    // The fingerprints that are not of rows' responses; null where those of some row are missing.
    List<ulong>? BesideRows(EntryCodes codes)
    {
        if (Rows.Count == 0 || IsLarge) return null;
        List<ulong> beside = [.. _fingerprints.Few];
        return FingerprintsOf(Rows, codes).All(beside.Remove) ? beside : null;
    }

    static IEnumerable<ulong> FingerprintsOf(SealedRows rows, EntryCodes codes) =>
        rows.All.Select(row => Fingerprint(new Digest(codes.Trace(row).Value)));

    static void PackFingerprints(IBufferWriter<byte> to, List<ulong> fingerprints)
    {
        Varint.Write(to, fingerprints.Count);
        to.Write(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(fingerprints)));
    }

    static List<ulong> UnpackFingerprints(ref ReadOnlySpan<byte> packed)
    {
        var fingerprints = new List<ulong>();
        CollectionsMarshal.SetCount(fingerprints, Varint.Read(ref packed));
        var bytes = MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(fingerprints));
        packed[..bytes.Length].CopyTo(bytes);
        packed = packed[bytes.Length..];
        return fingerprints;
    }

    void PackSeal(IBufferWriter<byte> to, int plan)
    {
        Varint.Write(to, plan);
        Varint.Write(to, _sealedGeneration);
        Varint.Write(to, Rows.Count);
        if (Rows.Count == 0) return;
        Varint.Write(to, Rows.First);
        WriteId(to, Rows.Digest);
    }

    static (Digest? Plan, int Generation, SealedRows Rows) UnpackSeal(ref ReadOnlySpan<byte> packed, CodeBook<Digest> plans)
    {
        var plan = plans[Varint.Read(ref packed)];
        var generation = Varint.Read(ref packed);
        var rows = Varint.Read(ref packed);
        return (plan, generation, rows == 0 ? default : new(Varint.Read(ref packed), rows, ReadId(ref packed)));
    }

    void PackFailures(IBufferWriter<byte> to, CodeBook<string> reasons)
    {
        Varint.Write(to, _failures!.Count);
        foreach (var failure in _failures)
        {
            WriteId(to, failure.Trace.Value);
            Varint.Write(to, failure.Number);
            Varint.Write(to, reasons.Of(failure.Reason));
            WriteByte(to, (byte)((failure.Imported ? FailureFlags.Imported : 0) | (failure.Reopened ? FailureFlags.Reopened : 0)));
        }
    }

    static List<Failure> UnpackFailures(ref ReadOnlySpan<byte> packed, CodeBook<string> reasons)
    {
        var failures = new List<Failure>();
        for (var left = Varint.Read(ref packed); left > 0; left--)
        {
            var (trace, number, reason) = (new TraceId(ReadId(ref packed)), Varint.Read(ref packed), reasons[Varint.Read(ref packed)]);
            var flags = (FailureFlags)packed[0];
            packed = packed[1..];
            failures.Add(new(trace, number, reason, flags.HasFlag(FailureFlags.Imported), flags.HasFlag(FailureFlags.Reopened)));
        }

        return failures;
    }

    // An empty reason is none.
    static void PackVerdict(IBufferWriter<byte> to, Verdict verdict, EntryCodes codes)
    {
        Varint.Write(to, codes.Plans.Of(verdict.Rule));
        Varint.Write(to, verdict.Number);
        Varint.Write(to, codes.Reasons.Of(verdict.Reason ?? ""));
        BinaryPrimitives.WriteUInt64LittleEndian(to.GetSpan(sizeof(ulong)), verdict.Says);
        to.Advance(sizeof(ulong));
    }

    static Verdict UnpackVerdict(ref ReadOnlySpan<byte> packed, EntryCodes codes)
    {
        var (rule, number) = (codes.Plans[Varint.Read(ref packed)], Varint.Read(ref packed));
        var reason = codes.Reasons[Varint.Read(ref packed)];
        var says = BinaryPrimitives.ReadUInt64LittleEndian(packed);
        packed = packed[sizeof(ulong)..];
        return new(rule, number, reason.Length == 0 ? null : reason, says);
    }

    static void WriteByte(IBufferWriter<byte> to, byte value) => to.Write([value]);

    static void WriteId(IBufferWriter<byte> to, UInt128 id)
    {
        BinaryPrimitives.WriteUInt128LittleEndian(to.GetSpan(16), id);
        to.Advance(16);
    }

    static UInt128 ReadId(ref ReadOnlySpan<byte> packed)
    {
        var id = BinaryPrimitives.ReadUInt128LittleEndian(packed);
        packed = packed[16..];
        return id;
    }
}
