namespace EmotionGpu.Training.Reports;

/// <summary>The style sheet of <see cref="HtmlReport"/>: light or dark as the reader's system is, down to a phone's width, and on paper.</summary>
internal static class ReportStyle
{
    /// <summary>CSS.</summary>
    public const string Css = """
        :root { color-scheme: light dark; --text: #1c2430; --dim: #566170; --line: #d5dbe3; --ground: #ffffff; --panel: #f4f6f9;
          --link: #1d4ed8; --blue: 59 130 246; --heat: 96 165 250; }
        @media (prefers-color-scheme: dark) { :root { --text: #e4e9f0; --dim: #9aa6b5; --line: #364152; --ground: #131922; --panel: #1b2330;
          --link: #93c5fd; --heat: 37 84 200; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.55 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
        main { max-width: 64rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
        h1 { font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
        h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; padding-top: .8rem; border-top: 1px solid var(--line); }
        p, dd { max-width: 46rem; overflow-wrap: anywhere; }
        nav { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; font-size: .875rem; }
        a { color: var(--link); }
        .banner, .note { padding: .8rem 1rem; border-left: .35rem solid #f97316; background: rgb(249 115 22 / .13); border-radius: .25rem; }
        .note { border-color: rgb(var(--blue)); background: rgb(var(--blue) / .1); }
        .small, caption, figcaption, .legend, small { color: var(--dim); font-size: .875rem; }
        .wide { overflow-x: auto; margin: .6rem 0 1.2rem; }
        .wide:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        caption { text-align: left; padding-bottom: .4rem; }
        th, td { padding: .25rem .7rem; border-bottom: 1px solid var(--line); text-align: right; font-weight: normal; }
        th:first-child, .text { text-align: left; }
        td.text { overflow-wrap: anywhere; }
        thead th { color: var(--dim); font-size: .875rem; vertical-align: bottom; }
        .shade { background: rgb(var(--heat) / calc(.06 + .84 * var(--share))); }
        .heat td { min-width: 3.6rem; padding: .3rem; text-align: center; border: 1px solid var(--ground); line-height: 1.2; }
        .heat th { border: 0; }
        .heat thead th { text-align: center; padding: .25rem .3rem; }
        .heat small { display: block; color: inherit; font-size: .75rem; }
        .charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 24rem), 1fr)); gap: 1.2rem; }
        figure { margin: 0; }
        figcaption { font-weight: 600; }
        svg { display: block; width: 100%; height: auto; }
        svg text { fill: var(--dim); font: 13px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
        .key { display: inline-block; margin-right: 1rem; }
        .key::before { content: ""; display: inline-block; width: 1.4rem; height: .2rem; background: var(--key); }
        .key::before { margin-right: .4rem; vertical-align: middle; }
        .gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); gap: 1.2rem; }
        .gallery figure { background: var(--panel); border-radius: .4rem; overflow: hidden; }
        .gallery img { display: block; width: 100%; height: 9rem; }
        .gallery table { width: 100%; font-size: .875rem; margin: .4rem 0; }
        .gallery th, .gallery td { border: 0; padding: .1rem .7rem; text-align: left; vertical-align: top; }
        .gallery th { color: var(--dim); width: 6.5rem; }
        .gallery td { overflow-wrap: anywhere; }
        dt { font-weight: 600; margin-top: .6rem; }
        dd { margin: 0; }
        details { margin: .5rem 0; }
        summary { cursor: pointer; font-weight: 600; }
        @media (max-width: 34rem) { body { font-size: 15px; } table { font-size: .8125rem; } th, td { padding: .25rem .35rem; }
          thead th, .heat small { font-size: .75rem; } .heat td { min-width: 1.9rem; padding: .25rem .05rem; } .heat small { font-size: .625rem; }
          .heat th { padding: .25rem .2rem; } .heat thead span { writing-mode: vertical-rl; transform: rotate(180deg); } }
        @media print { nav { display: none; } .wide { overflow: visible; } figure, tr { break-inside: avoid; } }

        """;
}
