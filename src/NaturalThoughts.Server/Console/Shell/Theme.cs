using MudBlazor;

namespace NaturalThoughts.Server.Console.Shell;

/// <summary>How the console looks: the reader's own fonts, and colours of which text stands out at least 4.5 : 1 (WCAG 2.2, 1.4.3).
/// </summary>
static class Theme
{
    static readonly string[] Fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"];

    /// <summary>For all pages.</summary>
    public static MudTheme Console { get; } = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#27548a", Secondary = "#7a3e9d", Tertiary = "#0f6b5c", AppbarBackground = "#1d2b3a", AppbarText = "#ffffff",
            Background = "#f6f7f9", Surface = "#ffffff", DrawerBackground = "#ffffff", DrawerText = "#1f2933", DrawerIcon = "#3e4c59",
            TextPrimary = "#1f2933", TextSecondary = "#4a5763", ActionDefault = "#3e4c59", Success = "#1e6b34", Warning = "#8a5300",
            Error = "#b3261e", Info = "#1b5e91", Divider = "#d5dae0", LinesDefault = "#d5dae0", TableLines = "#d5dae0",
            LinesInputs = "#6b7783", TextDisabled = "#5f6b76",
        },
        PaletteDark = new PaletteDark
        {
            Primary = "#8ab8f0", Secondary = "#d3a6ec", Tertiary = "#6fd1bd", AppbarBackground = "#10161d", AppbarText = "#f2f5f8",
            Background = "#141a21", Surface = "#1c242d", DrawerBackground = "#1c242d", DrawerText = "#e4e9ee", DrawerIcon = "#b8c2cc",
            TextPrimary = "#e9edf1", TextSecondary = "#b4bec8", ActionDefault = "#c3ccd5", Success = "#79d18f", Warning = "#f0b95c",
            Error = "#ff9d94", Info = "#83c0ee", Divider = "#37424d", LinesDefault = "#37424d", TableLines = "#37424d",
            LinesInputs = "#8b97a3", TextDisabled = "#95a0ab", PrimaryContrastText = "#10161d", SecondaryContrastText = "#10161d",
            TertiaryContrastText = "#10161d", SuccessContrastText = "#10161d", WarningContrastText = "#10161d",
            ErrorContrastText = "#10161d", InfoContrastText = "#10161d",
        },
        Typography = new()
        {
            Default = new DefaultTypography { FontFamily = Fonts },
            H1 = new H1Typography { FontFamily = Fonts, FontSize = "1.6rem", FontWeight = "600", LineHeight = "1.3" },
            H2 = new H2Typography { FontFamily = Fonts, FontSize = "1.15rem", FontWeight = "600", LineHeight = "1.4" },
            Button = new ButtonTypography { FontFamily = Fonts, TextTransform = "none", FontWeight = "600" },
        },
        LayoutProperties = new() { DefaultBorderRadius = "6px", DrawerWidthLeft = "230px", AppbarHeight = "52px" },
    };
}
