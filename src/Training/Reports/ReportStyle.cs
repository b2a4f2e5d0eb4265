namespace EmotionGpu.Training.Reports;

/// <summary>The style sheet of <see cref="HtmlReport"/>: light or dark as the reader's system is, down to a phone's width.</summary>
internal static class ReportStyle
{
    /// <summary>CSS.</summary>
    public const string Css = """
        :root { color-scheme: light dark; --text: #1c2430; --dim: #5b6675; --line: #d5dbe3; --ground: #ffffff; --blue: 59 130 246; }
        @media (prefers-color-scheme: dark) { :root { --text: #e4e9f0; --dim: #9aa6b5; --line: #364152; --ground: #131922; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--text); font: 16px/1.55 system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
        main { max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
        h1 { font-size: 1.5rem; line-height: 1.25; overflow-wrap: anywhere; }
        h2 { font-size: 1.15rem; margin: 2.2rem 0 .6rem; padding-top: .8rem; border-top: 1px solid var(--line); }
        .banner, .note { padding: .8rem 1rem; border-left: .35rem solid #f97316; background: rgb(249 115 22 / .13); border-radius: .25rem; }
        .note { border-color: rgb(var(--blue)); background: rgb(var(--blue) / .1); }
        .small, caption, figcaption, .legend { color: var(--dim); font-size: .875rem; }
        .wide { overflow-x: auto; margin: .6rem 0 1rem; }
        table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
        caption { text-align: left; padding-bottom: .4rem; }
        th, td { padding: .25rem .7rem; border-bottom: 1px solid var(--line); text-align: right; font-weight: normal; }
        th:first-child, .text { text-align: left; }
        .head > th { color: var(--dim); font-size: .875rem; }
        .total td, .total th { font-weight: 600; }
        .confusion td { min-width: 3rem; text-align: center; border: 1px solid var(--ground); }
        .confusion td { background: rgb(var(--blue) / calc(.04 + .8 * var(--share))); }
        .confusion th { border: 0; }
        .confusion .head > th { text-align: center; padding: .25rem .3rem; }
        .confusion .hit { font-weight: 700; }
        .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1rem; }
        figure { margin: 0; }
        figcaption { font-weight: 600; }
        svg { display: block; width: 100%; height: auto; }
        svg text { fill: var(--dim); font: 13px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; }
        .key { display: inline-block; margin-right: 1rem; }
        .key::before { content: ""; display: inline-block; width: 1.4rem; height: .2rem; background: var(--line); }
        .key::before { margin-right: .4rem; vertical-align: middle; }
        details { margin: .3rem 0; }
        summary { cursor: pointer; font-weight: 600; }
        details td { overflow-wrap: anywhere; }
        @media (max-width: 34rem) { th, td { padding: .25rem .4rem; } .confusion td { min-width: 2rem; }
          .confusion .head span { writing-mode: vertical-rl; } body { font-size: 15px; } }

        """;
}
