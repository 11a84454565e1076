using CsCheck;
using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;
using NaturalThoughts.Data.Log;

namespace NaturalThoughts.Data.Tests.Log;

public sealed class SnapshotDigestTests
{
    static readonly Gen<(Fact[] Facts, int Cut, int Seed)> Pools =
        Gen.Select(FactGen.Of(FactGen.RawText).Array[0, 20], Gen.Int[0, 20], Gen.Int);

    [Fact]
    public void Add_AnyOrderAndAnyCut_GivesTheSameName() => Pools.Sample(
        (facts, cut, seed) =>
        {
            var shuffled = facts.ToArray();
            new Random(seed).Shuffle(shuffled);
            var cutAt = Math.Min(cut, facts.Length);
            return Of(facts) == Of(shuffled[cutAt..]).Add(Of(shuffled[..cutAt]));
        },
        iter: 200);

    [Fact]
    public void Add_OtherFacts_GivesAnotherName()
    {
        SnapshotDigest[] names =
        [
            SnapshotDigest.Empty,
            Of(SomeFacts.Response(1)),
            Of(SomeFacts.Response(1), SomeFacts.Response(1)),
            Of(SomeFacts.Response(1), SomeFacts.Response(1), SomeFacts.Response(1)),
            Of(SomeFacts.Response(1, "something else")),
            Of(SomeFacts.Response(2)),
            Of(SomeFacts.Response(1), SomeFacts.Response(2)),
        ];
        Assert.Equal(names.Length, names.Select(name => name.ToString()).Distinct().Count());
    }

    [Fact]
    public void Add_EndpointsAndAttempts_ChangeNothing()
    {
        var fact = SomeFacts.Response(1);
        var elsewhere = fact with { Response = fact.Response with { Endpoint = "http://node-7:8000" } };
        var attempt = new AttemptFact
        {
            Question = fact.Question,
            Request = new Digest(1),
            Role = ModelRole.Teacher,
            Model = "r1",
            Failure = new Rejection("http-502", "Bad gateway."),
        };
        Assert.Equal(Of(fact), Of(attempt, elsewhere));
    }

    [Fact]
    public void Digest_TheseFacts_StaysThisOne() =>
        Assert.Equal("fb50ba869d76e4f803eeebf0fa01f2ec", Of(SomeFacts.Responses(0, 10)).ToString());

    static SnapshotDigest Of(params Fact[] facts) => facts.Aggregate(SnapshotDigest.Empty, (name, fact) => name.Add(fact));
}
