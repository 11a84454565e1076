using System.Net;
using CsCheck;
using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Cluster.Slots;

namespace NaturalThoughts.Cluster.Tests.Slots;

public sealed class SlotSourcesTests
{
    static readonly SiloAddress[] Silos = [.. Enumerable.Range(1, 5).Select(port => SiloAddress.New(IPAddress.Loopback, port, 1))];
    static readonly string?[] Runs = [null, "a", "b"];

    // What is done: to which silo, for which run, and a number that means room, capacity or time.
    static readonly Gen<(int What, int Silo, int Run, int Number)[]> Deeds =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 4], Gen.Int[0, 2], Gen.Int[0, 7]).Array[1, 120];

    [Fact]
    public void Take_AnythingHappens_IsThePlaceThatLookingAtAllSilosFinds() => Deeds.Sample(deeds =>
    {
        var time = new FakeTimeProvider();
        var (sources, plain, said, begun) = (new SlotSources(time), new Plain(time), 0L, 0L);
        foreach (var (what, silo, run, number) in deeds)
        {
            switch (what)
            {
                case < 4:
                    var offer = new SlotOffer
                    {
                        Silo = Silos[silo], Run = Runs[run], Pool = 1 + (number / 7), Number = ++said, Capacity = 1 + (number % 4),
                        Room = number % 5, Begun = begun += number % 3,
                    };
                    sources.Note(offer);
                    plain.Note(offer);
                    break;
                case < 8:
                    Assert.Equal(plain.Take(Runs[run] ?? "c", Silos[silo]), sources.Take(Runs[run] ?? "c", Silos[silo]));
                    break;
                case 8:
                    time.Advance(TimeSpan.FromSeconds(number));
                    sources.Refresh();
                    plain.Refresh();
                    break;
                default:
                    sources.Forget(Silos[silo].Equals);
                    plain.Forget(Silos[silo]);
                    break;
            }
        }
    });

    /// <summary>The same by going through all silos for each place.</summary>
    sealed class Plain(TimeProvider time)
    {
        readonly List<Source> _sources = [];

        public void Note(SlotOffer offer)
        {
            var known = _sources.Find(source => (source.Last.Silo, source.Last.Run) == (offer.Silo, offer.Run));
            if (known?.Last.Pool > offer.Pool) return;
            if (known is null || known.Last.Pool < offer.Pool)
            {
                _sources.Remove(known!);
                _sources.Add(known = new(offer, []));
            }

            known.Issued.RemoveRange(0, (int)Math.Min(known.Issued.Count, offer.Begun - known.Last.Begun));
            (known.Last, known.Heard) = (offer, time.GetTimestamp());
        }

        public Credit? Take(string run, SiloAddress holder)
        {
            var roomiest = _sources.Where(source => (source.Last.Run ?? run) == run && source.Free > 0)
                .MaxBy(source => (double)source.Free / source.Last.Capacity);
            if (roomiest is null) return null;
            roomiest.Issued.Add((holder, time.GetTimestamp()));
            return new(roomiest.Last.Silo, roomiest.Last.Run is null);
        }

        public void Refresh()
        {
            _sources.RemoveAll(source => time.GetElapsedTime(source.Heard) > SlotSources.Silence);
            foreach (var source in _sources) source.Issued.RemoveAll(given => time.GetElapsedTime(given.At) > SlotSources.Lapse);
        }

        public void Forget(SiloAddress gone)
        {
            _sources.RemoveAll(source => source.Last.Silo.Equals(gone));
            foreach (var source in _sources) source.Issued.RemoveAll(given => given.Holder.Equals(gone));
        }

        sealed record Source(SlotOffer First, List<(SiloAddress Holder, long At)> Issued)
        {
            public SlotOffer Last { get; set; } = First;

            public long Heard { get; set; }

            public int Free => Last.Room - Issued.Count;
        }
    }
}
