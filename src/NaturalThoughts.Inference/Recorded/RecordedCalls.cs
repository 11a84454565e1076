using System.Text;
using NaturalThoughts.Core.Requests;

namespace NaturalThoughts.Inference.Recorded;

/// <summary>A diagnostics switch: appends every call of a recorded endpoint to a file, one line <c>question id TAB model TAB sample</c>,
/// for a judgement <c>TAB rubric TAB trace id</c> besides and <c>TAB repair</c> for its repair, so that several processes together can show
/// what was asked twice.</summary>
/// <param name="path">The file; it is made when it is not there.</param>
public sealed class RecordedCalls(string path)
{
    /// <summary>The environment variable that names the file.</summary>
    public const string Variable = "NATURALTHOUGHTS_RECORDED_CALLS";

    static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(2);
    static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>Appends one call.</summary>
    public async Task AddAsync(ModelRequest request, int sample, CancellationToken cancellation)
    {
        await OneAtATime.WaitAsync(cancellation);
        try
        {
            await using var file = await OpenAloneAsync(cancellation);
            file.Seek(0, SeekOrigin.End);
            await file.WriteAsync(
                Encoding.UTF8.GetBytes($"{request.Question}\t{request.Model}\t{sample}{Judged(request.Rubric)}\n"), CancellationToken.None);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    static string Judged(RubricCall? call) => call is null ? "" : $"\t{call.Rubric}\t{call.About}{(call.Repair ? "\trepair" : "")}";

    // Appending is not atomic between processes here, so each takes the file for itself; the clock is the real one because other
    // processes hold it.
    async Task<FileStream> OpenAloneAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            }
            catch (IOException taken) when (taken.GetType() == typeof(IOException) && File.Exists(path))
            {
                await Task.Delay(BetweenTries, TimeProvider.System, cancellation);
            }
        }
    }
}
