using System.Buffers;
using CsCheck;
using NaturalThoughts.Core.Memory;

namespace NaturalThoughts.Core.Tests.Memory;

public sealed class VarintTests
{
    static readonly Gen<int> Natural = Gen.OneOf(Gen.Int[0, 300], Gen.Int[0, int.MaxValue]);
    static readonly Gen<int> Signed = Gen.OneOf(Gen.Int[-200, 200], Gen.Int);

    [Fact]
    public void Read_AnyNumbers_AreThoseWritten() =>
        Gen.Select(Natural, Signed).Array[0, 20].Sample(numbers =>
        {
            var written = new ArrayBufferWriter<byte>();
            foreach (var (natural, signed) in numbers)
            {
                Varint.Write(written, natural);
                Varint.WriteSigned(written, signed);
            }

            var rest = written.WrittenSpan;
            foreach (var (natural, signed) in numbers)
            {
                Assert.Equal(natural, Varint.Read(ref rest));
                Assert.Equal(signed, Varint.ReadSigned(ref rest));
            }

            Assert.True(rest.IsEmpty);
        });

    [Fact]
    public void Write_SmallNumbers_TakeOneByte()
    {
        var written = new ArrayBufferWriter<byte>();
        Varint.Write(written, 127);
        Varint.WriteSigned(written, -64);
        Assert.Equal(2, written.WrittenCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => Varint.Write(written, -1));
    }
}
