using NaturalThoughts.Cluster.Runs;
using NaturalThoughts.Core.Problems;
using NaturalThoughts.Core.Specs;
using NaturalThoughts.Data.Log.Verification;
using NaturalThoughts.Server.Api;

namespace NaturalThoughts.Cli.Runs;

/// <summary>Where runs are: in a folder of this machine, or at a server.</summary>
interface IRunPlace
{
    /// <summary>What a follow-up command needs to find the place again; empty where it is the default.</summary>
    string Option { get; }

    /// <summary>Whether a run goes on there when this command ends.</summary>
    bool Outlives { get; }

    /// <summary>The runs there are.</summary>
    Task<Checked<RunList>> ListAsync();

    /// <summary>A connection to a run that may not be there yet.</summary>
    Task<RunSession> StartAsync(string run);

    /// <summary>A connection to a run that is there, or why there is none.</summary>
    Task<Checked<RunSession>> OpenAsync(string run);

    /// <summary>The spec a run was given, with the selections it has; null where it cannot be had.</summary>
    Task<RunSpec?> SpecAsync(string run);

    /// <summary>What curating would do.</summary>
    Task<Checked<CurationPreview>> PreviewAsync(CurateOrder order);

    /// <summary>What reading all logs of a run to their last byte finds.</summary>
    Task<Checked<VerificationReport>> VerifyAsync(string run);

    /// <summary>A folder as the place understands it.</summary>
    string Folder(string name);

    /// <summary>A file's name as the place understands it.</summary>
    string FileName(string name);
}
