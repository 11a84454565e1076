namespace NaturalThoughts.Data.Charts;

/// <summary>How charts look, on light and dark pages.</summary>
static class ChartStyle
{
    /// <summary>The rules for a chart's classes.</summary>
    public const string Css =
        ".page{fill:#ffffff}.ink{fill:#1f2328}.faint{fill:#59636e}.bar{fill:#0969da}.pool{fill:#b6bfc9}.axis{fill:#d1d9e0}"
        + "svg text{font-family:system-ui,-apple-system,'Segoe UI','DejaVu Sans',sans-serif;font-size:12px;font-variant-numeric:tabular-nums}"
        + "svg .small{font-size:11px}svg .head{font-size:15px;font-weight:600}svg .title{font-size:13px;font-weight:600}"
        + "@media screen and (prefers-color-scheme:dark){.page{fill:#0d1117}.ink{fill:#e6edf3}.faint{fill:#9198a1}.bar{fill:#4493f8}"
        + ".pool{fill:#4d5661}.axis{fill:#3d444d}}";
}
