using System.Runtime.CompilerServices;

// Tests put themselves between the write and the link of a commit.
[assembly: InternalsVisibleTo("NaturalThoughts.Data.Tests")]
