namespace NaturalThoughts.Data.Tests.Intake;

/// <summary>Public data beside the project, where this machine has them.</summary>
static class SharedData
{
    /// <summary>The folder; skips the test where there is none.</summary>
    public static string Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (!File.Exists(Path.Combine(at.FullName, "NaturalThoughts.sln"))) continue;
            foreach (var way in new[] { "../shared/data", "../../shared/data" })
                if (Path.GetFullPath(Path.Combine(at.FullName, way)) is var found && Directory.Exists(found))
                    return found;
        }

        Assert.Skip("The public data sets (../shared/data beside the project) are not on this machine.");
        return "";
    }
}
