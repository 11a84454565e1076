using Orleans.Serialization;

namespace NaturalThoughts.Benchmarks.Scale;

/// <summary>Messages as they travel between silos.</summary>
static class Wire
{
    static readonly Serializer Serializer =
        new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    /// <summary>How long a message's body is, in bytes.</summary>
    public static int BytesOf<T>(T message) => Serializer.SerializeToArray(message).Length;

    /// <summary>Seconds of CPU that it takes to read a message.</summary>
    public static double SecondsToRead<T>(T message)
    {
        const int turns = 50;
        var bytes = Serializer.SerializeToArray(message);
        for (var turn = 0; turn < turns; turn++) Serializer.Deserialize<T>(bytes);
        return ScaleTable.Time(() =>
        {
            for (var turn = 0; turn < turns; turn++) Serializer.Deserialize<T>(bytes);
        }).Cpu / turns;
    }
}
