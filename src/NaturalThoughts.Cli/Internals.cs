using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("NaturalThoughts.Cli.Tests")]
