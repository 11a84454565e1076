using NaturalThoughts.ModelServers.Commands;

return await ServeCommand.RunAsync(args);
