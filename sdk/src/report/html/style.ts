import { type ColorToken, themes } from "../../charts/index.ts";

const tokens = Object.keys(themes.light) as ColorToken[];

function variables(theme: keyof typeof themes): string {
  return tokens.map((token) => `--${token}:${themes[theme][token]}`).join(";");
}

export const style = `
:root{${variables("light")};color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{${variables("dark")}}}
${tokens.map((token) => `.f-${token}{fill:var(--${token})}.s-${token}{stroke:var(--${token})}`).join("")}
.f-none{fill:none}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--text);font:14px/1.45 Inter,system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif;font-variant-numeric:tabular-nums}
main{max-width:1080px;margin:0 auto;padding:24px 20px 48px}
code,.mono{font-family:"JetBrains Mono",ui-monospace,"DejaVu Sans Mono",monospace;font-size:12px;overflow-wrap:anywhere}
h1{font-size:24px;line-height:1.2;margin:0;overflow-wrap:anywhere}
h2{font-size:14px;margin:32px 0 8px}
h2 small{font-weight:400;color:var(--muted);font-size:13px}
a{color:var(--accent)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.head{display:flex;flex-wrap:wrap;justify-content:space-between;gap:4px 24px;align-items:baseline}
.muted,.note{color:var(--muted)}
.note{font-size:12px;margin:6px 0 0}
.notice{margin:16px 0 0;padding:8px 12px;background:var(--panel);border-left:3px solid var(--warn);font-size:13px}
.bounds{border-color:var(--accent)}
.care{margin:12px 0 0;padding:8px 12px;border-left:3px solid var(--warn);background:var(--panel);font-size:13px}
.care h2{margin:0 0 4px;color:var(--warn)}
.care ul,.plain{margin:0;padding-left:18px}
.figures{display:grid;grid-template-columns:repeat(3,1fr);gap:16px 24px;margin:24px 0 0}
.figures div{border-top:1px solid var(--line);padding-top:8px}
.figures dt{color:var(--muted);font-size:13px}
.figures dd{margin:0}
.figures .value{font-size:28px;line-height:1.25;font-weight:600}
figure{margin:0}
figcaption{font-size:14px;font-weight:600;margin:24px 0 4px}
svg{display:block;width:100%;height:auto;font-family:inherit}
svg.narrow{display:none}
.scroll{overflow-x:auto}
.scroll svg{min-width:640px}
.two{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:0 32px}
table{border-collapse:collapse;width:100%;font-size:13px}
th{font-weight:500;color:var(--muted);text-align:left;vertical-align:bottom}
th,td{padding:5px 8px;border-bottom:1px solid var(--line);white-space:nowrap}
td.wrap{white-space:normal;min-width:260px;color:var(--muted);font-size:12px}
.right{text-align:right}
tbody th,td{vertical-align:baseline}
.tall thead th{position:sticky;top:0;background:var(--bg)}
th:first-child,td:first-child{padding-left:0}
th:last-child,td:last-child{padding-right:0}
th button{all:unset;cursor:pointer}
th button:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
th[aria-sort=ascending] button::after{content:" \\2191"}
th[aria-sort=descending] button::after{content:" \\2193"}
details{margin-top:4px;font-size:13px}
summary{color:var(--muted);cursor:pointer;font-size:12px}
details .scroll,.tall{max-height:480px;overflow:auto}
.facts th{width:45%}
.digest td{white-space:normal}
@media (max-width:720px){
main{padding:16px 14px 32px}
.figures{grid-template-columns:1fr 1fr;gap:12px 16px}
.figures .value{font-size:22px}
.two{grid-template-columns:minmax(0,1fr)}
svg.wide{display:none}
svg.narrow{display:block}
}
@media print{details,th button::after{display:none}main{max-width:none;padding:0}.tall{max-height:none}}
`.trim();
