using System.Collections.Immutable;
using NaturalThoughts.Core.Identity;

namespace NaturalThoughts.Cluster.Budgets;

/// <summary>What those responses of a question that are asked for next may take of the budget.</summary>
/// <param name="Question">The question.</param>
/// <param name="Each">What each of them may take.</param>
[GenerateSerializer, Immutable, Alias("nt.TokenClaims")]
public sealed record TokenClaims([property: Id(0)] QuestionId Question, [property: Id(1)] ImmutableArray<TokenClaim> Each)
{
    /// <summary>Tokens for all of them.</summary>
    public long Total => Each.Sum(claim => claim.Tokens);

    /// <summary>Without what others claim already.</summary>
    public TokenClaims Beside(TokenClaims others) =>
        this with { Each = Each.RemoveAll(claim => others.Each.Any(other => other.Trace == claim.Trace)) };

    /// <summary>Without those of a response that needs none any more.</summary>
    public TokenClaims Without(TraceId trace) => this with { Each = Each.RemoveAll(claim => claim.Trace == trace) };
}

/// <summary>What a response may take.</summary>
/// <param name="Trace">Its id.</param>
/// <param name="Tokens">How many tokens.</param>
[GenerateSerializer, Immutable, Alias("nt.TokenClaim")]
public readonly record struct TokenClaim([property: Id(0)] TraceId Trace, [property: Id(1)] long Tokens);
