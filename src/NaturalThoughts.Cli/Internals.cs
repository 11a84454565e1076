using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("NaturalThoughts.Cli.Tests")]
[assembly: InternalsVisibleTo("NaturalThoughts.Deploy.Tests")]
[assembly: InternalsVisibleTo("NaturalThoughts.Server.Tests")]
