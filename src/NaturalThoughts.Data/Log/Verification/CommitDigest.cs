using System.IO.Hashing;

namespace NaturalThoughts.Data.Log.Verification;

/// <summary>One commit as a file has it, to be compared with what another file has under its number.</summary>
/// <param name="Commit">Its id.</param>
/// <param name="Rows">How many facts.</param>
/// <param name="Lines">XXH3 of their lines as they were committed.</param>
readonly record struct CommitDigest(Guid Commit, int Rows, ulong Lines)
{
    /// <summary>Takes the lines of a commit one by one.</summary>
    public sealed class Builder(Guid commit)
    {
        readonly XxHash3 _hash = new();
        int _rows;

        /// <summary>Takes the next line.</summary>
        public void Add(ReadOnlySpan<byte> line)
        {
            _hash.Append(line);
            _hash.Append("\n"u8);
            _rows++;
        }

        /// <summary>The digest of what was taken.</summary>
        public CommitDigest Build() => new(commit, _rows, _hash.GetCurrentHashAsUInt64());
    }
}
