namespace NaturalThoughts.Data.Log.Compaction;

/// <summary>Where a compaction is: it can be killed at each of these.</summary>
enum CompactionStep
{
    /// <summary>A range is about to be written.</summary>
    Writing,

    /// <summary>A range is on the disk under a temporary name.</summary>
    Written,

    /// <summary>A range has its name.</summary>
    Published,

    /// <summary>A file that a range covers is about to go.</summary>
    Deleting,

    /// <summary>A file that a range covers is gone.</summary>
    Deleted,
}
