using System.Collections.Immutable;
using System.Net;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NaturalThoughts.Cluster.Silos;

namespace NaturalThoughts.Cluster.Tests.Silos;

public sealed class SiloPulseTests : IAsyncLifetime
{
    readonly FakeTimeProvider _time = new();
    readonly Membership _membership = new();
    readonly SiloPulse _pulse;

    public SiloPulseTests() => _pulse = new(_membership, _membership, _time, NullLogger<SiloPulse>.Instance);

    public async ValueTask InitializeAsync() => await _pulse.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _pulse.StopAsync(CancellationToken.None);
        _pulse.Dispose();
    }

    [Fact]
    public async Task IsAwake_WasAway_OnlyOnceItIsKnownToBeAMember()
    {
        _time.Advance(SiloPulse.Away + TimeSpan.FromMilliseconds(1));
        Assert.False(_pulse.IsAwake);

        await AnswerAsync(() => { });

        await UntilAwakeAsync();
    }

    [Fact]
    public async Task IsAwake_WasAwayAndIsDead_NeverAgain()
    {
        _membership.Status = SiloStatus.Dead;
        _time.Advance(SiloPulse.Away + TimeSpan.FromMilliseconds(1));

        for (var asked = 0; asked < 3; asked++)
        {
            await AnswerAsync(() => { });
            Assert.False(_pulse.IsAwake);
        }
    }

    [Fact]
    public async Task IsAwake_WasAwayAndNobodyCanSay_AsksAgain()
    {
        _time.Advance(SiloPulse.Away + TimeSpan.FromMilliseconds(1));
        await AnswerAsync(() => throw new TimeoutException("The table cannot be read."));
        Assert.False(_pulse.IsAwake);

        await AnswerAsync(() => { });

        await UntilAwakeAsync();
    }

    // Lets the next question be answered, whenever the pulse comes to ask it.
    async Task AnswerAsync(Action answer)
    {
        TaskCompletionSource? asked;
        while (!_membership.Asked.TryRead(out asked))
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        try
        {
            answer();
            asked.SetResult();
        }
        catch (TimeoutException error)
        {
            asked.SetException(error);
        }
    }

    async Task UntilAwakeAsync()
    {
        while (!_pulse.IsAwake) await Task.Yield();
    }

    sealed class Membership : IClusterMembershipService, ILocalSiloDetails
    {
        readonly Channel<TaskCompletionSource> _asked = Channel.CreateUnbounded<TaskCompletionSource>();

        public ChannelReader<TaskCompletionSource> Asked => _asked.Reader;

        public SiloStatus Status { get; set; } = SiloStatus.Active;

        public SiloAddress SiloAddress { get; } = SiloAddress.New(IPAddress.Loopback, 1, 1);

        public SiloAddress GatewayAddress => SiloAddress;

        public string Name => "silo";

        public string ClusterId => "cluster";

        public string DnsHostName => "localhost";

        public ClusterMembershipSnapshot CurrentSnapshot => new(
            ImmutableDictionary<SiloAddress, ClusterMember>.Empty.Add(SiloAddress, new(SiloAddress, Status, Name)), new(1));

        public IAsyncEnumerable<ClusterMembershipSnapshot> MembershipUpdates => throw new NotSupportedException();

        public async ValueTask Refresh(MembershipVersion minimumVersion, CancellationToken cancellationToken)
        {
            var question = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _asked.Writer.TryWrite(question);
            await question.Task.WaitAsync(cancellationToken);
        }

        public Task<bool> TryKill(SiloAddress siloAddress) => throw new NotSupportedException();
    }
}
