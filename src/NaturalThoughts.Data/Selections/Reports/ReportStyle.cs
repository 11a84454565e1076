using System.Security.Cryptography;
using System.Text;
using NaturalThoughts.Data.Charts;

namespace NaturalThoughts.Data.Selections.Reports;

/// <summary>How a report looks: on a screen, light or dark, wide or narrow, and on paper.</summary>
static class ReportStyle
{
    const string Page =
        """
        :root{color-scheme:light dark;--page:#ffffff;--soft:#f6f8fa;--line:#d1d9e0;--ink:#1f2328;--faint:#59636e;--accent:#0969da;--mark:#fff1b8;--label:#7d5b00}
        *{box-sizing:border-box}
        body{margin:0;background:var(--page);color:var(--ink);font:15px/1.55 system-ui,-apple-system,'Segoe UI','DejaVu Sans',sans-serif}
        main{max-width:62rem;margin:0 auto;padding:2.5rem 1.25rem 4rem}
        h1{font-size:1.9rem;line-height:1.2;margin:.1rem 0 .5rem;overflow-wrap:anywhere}
        h2{font-size:1.15rem;margin:3rem 0 1rem;padding-bottom:.4rem;border-bottom:1px solid var(--line)}
        h3{font-size:.9rem;margin:0 0 .6rem;font-weight:600}
        p{margin:.4rem 0;max-width:44rem}
        .eyebrow,.note,figcaption{color:var(--faint)}
        .eyebrow{font-size:.8rem;margin:0}
        .note{font-size:.85rem}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));gap:.75rem;margin:1.5rem 0 0;padding:0}
        .tiles div{background:var(--soft);border:1px solid var(--line);border-radius:8px;padding:.7rem .9rem}
        .tiles dt{font-size:.8rem;color:var(--faint)}
        .tiles dd{margin:0;font-size:1.35rem;font-weight:600;font-variant-numeric:tabular-nums}
        .grid{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:2rem 2.5rem;align-items:start}
        .charts{columns:24rem 2;column-gap:2.5rem}
        .charts figure{margin-bottom:2.25rem}
        figure{margin:0;break-inside:avoid;min-width:0}
        figure.scroll{margin-top:2rem}
        figure svg{display:block;width:100%;max-width:31rem;height:auto;overflow:visible}
        .legend{display:flex;gap:1.25rem;margin:0 0 1.5rem;font-size:.85rem;color:var(--faint)}
        .legend svg{width:.8rem;height:.8rem;margin-right:.4rem;vertical-align:-1px}
        pre,.text{white-space:pre-wrap;overflow-wrap:anywhere;margin:0}
        pre{font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--soft);border:1px solid var(--line);border-radius:8px;padding:.8rem 1rem}
        .scroll{overflow-x:auto}
        table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums;width:100%}
        th,td{text-align:right;padding:.35rem .75rem;border-bottom:1px solid var(--line);white-space:nowrap}
        th{font-weight:600;color:var(--faint);font-size:.8rem}
        th:first-child,td:first-child{text-align:left;padding-left:0;white-space:normal;overflow-wrap:anywhere}
        th:first-child{min-width:7rem}
        th:last-child,td:last-child{padding-right:0}
        article{border:1px solid var(--line);border-radius:10px;margin:1.25rem 0 1.5rem;overflow:hidden}
        article>header{background:var(--soft);border-bottom:1px solid var(--line);padding:.7rem 1.1rem;font-size:.85rem;color:var(--faint)}
        article>header b{color:var(--ink)}
        article>section{padding:.9rem 1.1rem;border-bottom:1px solid var(--line)}
        article>section:last-child{border-bottom:0}
        article h3{color:var(--faint);font-size:.8rem;margin:0 0 .3rem}
        code{font:.92em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
        mark{background:var(--mark);color:inherit;border-radius:3px;padding:.05em .15em}
        mark i{font-style:normal;font-size:.72em;color:var(--label);margin-left:.4em;white-space:nowrap}
        .gap{display:block;margin:.7rem 0;color:var(--faint);font-size:.85rem;text-align:center}
        .facts{display:flex;flex-wrap:wrap;gap:.15rem 1.1rem;margin:0;font-size:.85rem}
        .facts div{display:flex;gap:.35rem}
        .facts dt{color:var(--faint)}
        .facts dd{margin:0;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
        footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.85rem;color:var(--faint)}
        @media screen and (prefers-color-scheme:dark){:root{--page:#0d1117;--soft:#151b23;--line:#3d444d;--ink:#e6edf3;--faint:#9198a1;--accent:#4493f8;--mark:#4a3a0c;--label:#e3b341}}
        @media print{:root{color-scheme:light}body{font-size:11px}main{max-width:none;padding:0}article,.tiles div{break-inside:avoid}article{break-inside:auto}h2,h3{break-after:avoid}}
        """;

    /// <summary>The style sheet.</summary>
    public static string Css { get; } = (ChartStyle.Css + "\n" + Page).ReplaceLineEndings("\n");

    /// <summary>What names it in the page's policy: nothing else may style the page.</summary>
    public static string Hash { get; } = "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)));
}
