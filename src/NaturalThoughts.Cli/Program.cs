using NaturalThoughts.Cli;

return await CommandTree.RunAsync(args);
