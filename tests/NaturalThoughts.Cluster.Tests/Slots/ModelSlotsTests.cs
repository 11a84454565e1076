using System.Net;
using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Cluster.Slots;
using NaturalThoughts.Tests;

namespace NaturalThoughts.Cluster.Tests.Slots;

public sealed class ModelSlotsTests
{
    static readonly SiloAddress First = SiloAddress.New(IPAddress.Loopback, 1, 1);
    static readonly SiloAddress Second = SiloAddress.New(IPAddress.Loopback, 2, 1);

    readonly FakeTimeProvider _time = new();
    readonly ModelSlots _slots;
    long _number;

    public ModelSlotsTests() => _slots = new(_time);

    [Fact]
    public void Enter_MoreThanThereIsRoom_OnlySoManyGetAPlace()
    {
        Offer(First, 3);
        Assert.Equal(3, Enter("a", 5).Count(HasPlace));
    }

    [Fact]
    public void Enter_NobodyOffers_WaitsForTheFirstOffer()
    {
        var waiting = Enter("a");
        Assert.False(HasPlace(waiting));
        Offer(First, 1);
        Assert.Equal(new(First, Own: true), Place(waiting));
    }

    [Fact]
    public void Enter_TwoRunsWait_TheyTakeTurns()
    {
        var many = Enter("a", 10);
        var few = Enter("b", 10);
        Offer(First, 6);
        Assert.Equal((3, 3), (many.Count(HasPlace), few.Count(HasPlace)));
    }

    [Fact]
    public void Enter_OneOfTheRunsLeft_TheOthersHaveItsTurns()
    {
        var (left, stayed) = (Enter("a", 2), Enter("b", 2));
        left.ForEach(_slots.Leave);
        Offer(First, 2);
        Assert.Equal((0, 2), (left.Count(HasPlace), stayed.Count(HasPlace)));
    }

    [Fact]
    public void Enter_EndpointsOfARunsSpec_ServeThatRunAlone()
    {
        var (other, mine) = (Enter("b"), Enter("a"));
        Offer(First, 2, run: "a");
        Assert.Equal((false, new Credit(First, Own: false)), (HasPlace(other), Place(mine)));
    }

    [Fact]
    public void Enter_UnequalSilos_EachTakesItsShare()
    {
        Offer(First, 40, capacity: 40);
        Offer(Second, 10, capacity: 10);
        var silos = Enter("a", 25).Select(waiting => Place(waiting)!.Silo).ToList();
        Assert.Equal((20, 5), (silos.Count(First.Equals), silos.Count(Second.Equals)));
    }

    [Fact]
    public void Offer_CreditsAreUnderWay_TheyCountAgainstTheRoom()
    {
        Offer(First, 2);
        Enter("a", 2);
        var later = Enter("a", 3);
        Offer(First, 2);
        Assert.Equal(0, later.Count(HasPlace));
        Offer(First, 1, begun: 2);
        Assert.Equal(1, later.Count(HasPlace));
    }

    [Fact]
    public void Offer_CreditIsNeverUsed_ItsPlaceComesBack()
    {
        Offer(First, 1);
        Enter("a");
        var next = Enter("a");
        for (var second = 0; second < SlotSources.Lapse.TotalSeconds; second++)
        {
            Offer(First, 1);
            Assert.False(HasPlace(next));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Offer(First, 1);
        Assert.True(HasPlace(next));
    }

    [Fact]
    public void Forget_SiloOfAHolderIsGone_ItsCreditsAndItsTurnGoToOthers()
    {
        Offer(First, 1);
        Assert.True(HasPlace(_slots.Enter("a", Second)));
        var (dead, alive) = (_slots.Enter("a", Second), Enter("a"));

        _slots.Forget(Second.Equals);

        Assert.Equal((true, null, true), (dead.Task.IsCompleted, dead.Given, HasPlace(alive)));
    }

    [Fact]
    public void Forget_SiloThatOfferedIsGone_NobodyIsSentThere()
    {
        Offer(First, 1);
        Offer(Second, 8);
        _slots.Forget(Second.Equals);
        Assert.Equal([First], Enter("a", 3).Where(HasPlace).Select(waiting => waiting.Given!.Silo));
    }

    [Fact]
    public void Enter_SiloHasGoneSilent_GetsNoPlaceThere()
    {
        Offer(First, 5);
        _time.Advance(SlotSources.Silence + TimeSpan.FromMilliseconds(1));
        Assert.False(HasPlace(Enter("a")));
    }

    [Fact]
    public void Offer_OlderOneComesLate_IsPassedOver()
    {
        _number = 10;
        Offer(First, 0);
        _number = 5;
        Offer(First, 5);
        Assert.False(HasPlace(Enter("a")));
    }

    [Fact]
    public void Offer_PoolIsNew_CreditsOfTheOldOneAreForgotten()
    {
        Offer(First, 2, pool: 1);
        Enter("a", 2);
        Offer(First, 2, pool: 2);
        Assert.Equal(2, Enter("a", 4).Count(HasPlace));
        Offer(First, 9, pool: 1);
        Assert.False(HasPlace(Enter("a")));
    }

    [Fact]
    public void Gauges_RequestsWait_SayHowManyAndForHowLong()
    {
        using var heard = new Heard();
        var queue = new ModelQueue($"model-{Guid.NewGuid():N}", _slots);
        QueueInstruments.Queues.Add(queue);
        Assert.Equal((0, 0), Queue());

        var first = Enter("a");
        _time.Advance(TimeSpan.FromSeconds(7));
        var second = Enter("b");
        Assert.Equal((2, 7), Queue());

        // One that asks again stands last and has waited longest.
        var again = _slots.Enter("b", First, waited: TimeSpan.FromSeconds(20));
        Assert.Equal((3, 20), Queue());
        _time.Advance(TimeSpan.FromSeconds(1));
        _slots.Leave(again);
        _slots.Leave(again);
        Assert.Equal((2, 8), Queue());

        Offer(First, 1);
        Assert.Equal((true, false, (1, 1)), (HasPlace(first), HasPlace(second), Queue()));
        _slots.Forget(First.Equals);
        Assert.Equal((0, 0), Queue());

        QueueInstruments.Queues.Remove(queue);
        Assert.Empty(heard.Now("queue.length", queue.Model));
        Assert.Empty(heard.Now("queue.age", queue.Model));

        (double Length, double Age) Queue() => (
            heard.Now("queue.length", queue.Model)[$"model={queue.Model}"], heard.Now("queue.age", queue.Model)[$"model={queue.Model}"]);
    }

    static Credit? Place(ModelSlots.Waiting waiting)
    {
        Assert.True(HasPlace(waiting));
        return waiting.Given;
    }

    static bool HasPlace(ModelSlots.Waiting waiting) => waiting.Given is not null;

    ModelSlots.Waiting Enter(string run) => _slots.Enter(run, First);

    List<ModelSlots.Waiting> Enter(string run, int times) => [.. Enumerable.Range(0, times).Select(_ => Enter(run))];

    void Offer(SiloAddress silo, int room, int capacity = 8, string? run = null, long begun = 0, long pool = 1) => _slots.Offer(
        new() { Silo = silo, Run = run, Pool = pool, Number = ++_number, Capacity = capacity, Room = room, Begun = begun });
}
