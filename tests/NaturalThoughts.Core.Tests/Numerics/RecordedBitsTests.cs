using System.Diagnostics;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using NaturalThoughts.Core.Identity;
using NaturalThoughts.Core.Numerics;

namespace NaturalThoughts.Core.Tests.Numerics;

/// <summary>Bits as first computed: a CPU, a runtime or a change that gives others breaks every selection made before.</summary>
public sealed class RecordedBitsTests
{
    [Theory]
    [InlineData(0.1, unchecked((long)0xC0026BB1BBB55515))]
    [InlineData(0.3, unchecked((long)0xBFF34378FCBDA721))]
    [InlineData(0.5, unchecked((long)0xBFE62E42FEFA39EF))]
    [InlineData(0.7, unchecked((long)0xBFD6D3C324E13F50))]
    [InlineData(0.9, unchecked((long)0xBFBAF8E8210A415C))]
    [InlineData(0.999999999, unchecked((long)0xBE112E0BE024E4BC))]
    [InlineData(1.000000001, 0x3E112E0BFFDB1B44)]
    [InlineData(1.5, 0x3FD9F323ECBF984C)]
    [InlineData(2, 0x3FE62E42FEFA39EF)]
    [InlineData(2.718281828459045, 0x3FF0000000000000)]
    [InlineData(10, 0x40026BB1BBB55516)]
    [InlineData(12345.678, 0x4022D79559791E31)]
    [InlineData(1E-09, unchecked((long)0xC034B927F32BFFB8))]
    [InlineData(5E-324, unchecked((long)0xC0874385446D71C3))]
    [InlineData(1.7E+308, 0x40862DD08FDC6F88)]
    [InlineData(0.00013, unchecked((long)0xC021E55D1FD64747))]
    [InlineData(0.2718, unchecked((long)0xBFF4D7D02FF38453))]
    [InlineData(0.6931, unchecked((long)0xBFD776101CE8A820))]
    [InlineData(0.41, unchecked((long)0xBFEC87F8C76FF776))]
    [InlineData(0.8123, unchecked((long)0xBFCA9BFE60F8F15E))]
    public void Log_RecordedArgument_RecordedBits(double x, long bits) =>
        Assert.Equal(bits, BitConverter.DoubleToInt64Bits(ExactMath.Log(x)));

    [Theory]
    [InlineData(0.1, 0x3FF1AEC7B35A00D4)]
    [InlineData(-0.1, 0x3FECF46D99D52B3A)]
    [InlineData(0.5, 0x3FFA61298E1E069C)]
    [InlineData(1, 0x4005BF0A8B14576A)]
    [InlineData(-1, 0x3FD78B56362CEF38)]
    [InlineData(2.5, 0x40285D6FD931E0BB)]
    [InlineData(-7.25, 0x3F47455FE323FAFE)]
    [InlineData(10, 0x40D5829DCF950560)]
    [InlineData(0.3465, 0x3FF6A03146CF6EAD)]
    [InlineData(0.3466, 0x3FF6A0C5906BC779)]
    [InlineData(-30.5, 0x3D2FF3864232B407)]
    [InlineData(100, 0x48F3494A9B171BF5)]
    [InlineData(-100, 0x36EA8C1F14E2AF5D)]
    [InlineData(700.25, 0x7F12FD8E4CBFA413)]
    [InlineData(-740.5, 0x0000000000000033)]
    [InlineData(709.7, 0x7FED75AE7A50EE14)]
    [InlineData(1E-09, 0x3FF000000044B830)]
    [InlineData(3.14159, 0x4037240068789162)]
    [InlineData(-0.6931, 0x3FE00031793BE0B2)]
    [InlineData(20.1, 0x41BFF59E006DEC7B)]
    public void Exp_RecordedArgument_RecordedBits(double x, long bits) =>
        Assert.Equal(bits, BitConverter.DoubleToInt64Bits(ExactMath.Exp(x)));

    [Theory]
    [InlineData(0.1, 2.5, 0x3F69E7C6E43390B8)]
    [InlineData(0.5, 2.5, 0x3FC6A09E667F3BCC)]
    [InlineData(0.9, 2.5, 0x3FE89701CA9CF25E)]
    [InlineData(1.1, 2.5, 0x3FF44E1080833B25)]
    [InlineData(1.5, 2.5, 0x40060B9FD68A4554)]
    [InlineData(3, 2.5, 0x402F2D4A45635640)]
    [InlineData(0.3, 0.4, 0x3FE3C5064A1418B7)]
    [InlineData(7, -0.5, 0x3FD83091E6A7F7E6)]
    [InlineData(1.0001, 54321.5, 0x406C9280AA2AE745)]
    [InlineData(0.9999, -54321.5, 0x406C967A1E360E61)]
    [InlineData(2, 0.1, 0x3FF125FBEE250664)]
    [InlineData(10, -3.3, 0x3F406C4363887513)]
    [InlineData(1.2247, 3, 0x3FFD640165369695)]
    [InlineData(1.2248, 3, 0x3FFD65D9422E1F89)]
    [InlineData(1.732, 7, 0x404760BD126D1DFA)]
    [InlineData(1.7321, 7, 0x4047632862ACB0AD)]
    [InlineData(123.456, 10.5, 0x447EF67193EBD509)]
    [InlineData(1E-300, 1.05, 0x000000000C1069CD)]
    [InlineData(5E-324, 0.25, 0x2F26A09E667F3BCC)]
    [InlineData(-2.5, 3, unchecked((long)0xC02F400000000000))]
    public void Pow_RecordedArguments_RecordedBits(double x, double y, long bits) =>
        Assert.Equal(bits, BitConverter.DoubleToInt64Bits(ExactMath.Pow(x, y)));

    [Fact]
    public void All_RecordedArgumentsInBulk_RecordedDigests()
    {
        var x = Enumerable.Range(0, 100_000).Select(n => Argument((ulong)n, 1)).ToArray();
        var y = Enumerable.Range(0, 100_000).Select(n => Argument((ulong)n, 2) * 8 - 4).ToArray();
        var into = new double[x.Length];
        ExactMath.Log(x, into);
        Assert.Equal(0xFE21F3BF9921D743UL, Digest(into));
        ExactMath.Exp(y, into);
        Assert.Equal(0x56722079272A0BA1UL, Digest(into));
        ExactMath.Pow(x, y, into);
        Assert.Equal(0x564DF9253C9E2C10UL, Digest(into));
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512F")]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableAVX")]
    [InlineData("DOTNET_EnableFMA")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task All_InstructionSetSwitchedOff_RecordedBits(string switchedOff)
    {
        var program = Path.ChangeExtension(typeof(RecordedBitsTests).Assembly.Location, OperatingSystem.IsWindows() ? ".exe" : null);
        if (!File.Exists(program)) Assert.Skip($"The tests are not started from a program of their own: there is no {program}.");
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "-method", "*_RecordedArgument*" }) start.ArgumentList.Add(argument);
        start.Environment[switchedOff] = "0";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await output + await errors);
        Assert.Contains("Total: 61", await output);
    }

    /// <summary>In (0, 1), as selection makes it.</summary>
    static double Argument(ulong seed, ulong number) => ((SeededHash.Of(seed, number) >> 12) + 0.5) / (1UL << 52);

    static ulong Digest(double[] values) => XxHash64.HashToUInt64(MemoryMarshal.AsBytes<double>(values));
}
