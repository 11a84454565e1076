using NaturalThoughts.Core.Facts;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Responses;

namespace NaturalThoughts.Data.Tests.Log;

/// <summary>Facts where it only matters that they differ.</summary>
static class SomeFacts
{
    public static ResponseFact Response(int number, string content = "6 × 7 = 42", string writer = "") => new()
    {
        Question = QuestionId.Of($"What is {number}?"),
        Response = new Response
        {
            Request = Digest.Of("request", writer),
            Sample = number,
            Model = "r1",
            Role = ModelRole.Teacher,
            Content = content,
        },
    };

    public static Fact[] Responses(int from, int count) => [.. Enumerable.Range(from, count).Select(number => Response(number))];
}
