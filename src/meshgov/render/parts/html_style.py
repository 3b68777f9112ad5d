"""The one style of HTML pages: light and dark, narrow and wide, screen and paper, no image."""

from typing import Final

STYLE: Final = """
:root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--mute:#57606a;--line:#d0d7de;--box:#f6f8fa;
--link:#0550ae;--fail:#a40e26;--warn:#7a4b00;--waive:#6639ba;--pass:#116329;--hf:#b3102a;
--hw:#d4a72c;--ha:#8250df;--hp:#b7dfbf;--hn:#eceff2;--hu:#c3cad2}
@media(prefers-color-scheme:dark){:root{--bg:#0d1117;--fg:#e6edf3;--mute:#a5b0bb;--line:#3d444d;
--box:#161b22;--link:#79b8ff;--fail:#ff8a85;--warn:#e3b341;--waive:#c9a8ff;--pass:#6fdd8b;
--hf:#c02a38;--hw:#d4a72c;--ha:#8250df;--hp:#1f5130;--hn:#1b222b;--hu:#4a545f}
}*{box-sizing:border-box}body{margin:0 auto;max-width:76rem;padding:1rem 1.2rem 4rem;
background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,
"DejaVu Sans",sans-serif}h1{font-size:1.7rem;line-height:1.2;margin:.6rem 0 .2rem}
h2{font-size:1.3rem;margin:2.4rem 0 .6rem;border-bottom:1px solid var(--line);
padding-bottom:.2rem}h3{font-size:1.05rem;margin:1.2rem 0 .3rem}
p{margin:.4rem 0}a{color:var(--link)}a:focus-visible,summary:focus-visible,
input:focus-visible+label,.scroll:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.mute,caption{color:var(--mute)}code,i,.id,.i td,.c td:last-child{font-family:ui-monospace,
"DejaVu Sans Mono",monospace;font-size:.86em;overflow-wrap:anywhere}
.verdict{border:2px solid;border-radius:.5rem;padding:.6rem 1rem;margin:1rem 0;
background:var(--box)}.verdict strong{font-size:1.25rem;display:block;line-height:1.3}
.fail,.F{color:var(--fail)}.warn,.W{color:var(--warn)}.waived,.A{color:var(--waive)}
.pass,.P{color:var(--pass)}.F,.W,.A,.P{font-weight:600}nav ul{display:flex;flex-wrap:wrap;
gap:.2rem 1.1rem;list-style:none;padding:0;margin:.5rem 0}dl.qa dt{font-weight:600;
margin-top:.7rem}dl.qa dd{margin:.1rem 0 0 1.2rem}dl.qa ul,td ul{margin:.2rem 0;
padding-left:1.2rem}.scroll{overflow-x:auto;margin:.5rem 0}table{border-collapse:collapse;
width:100%;font-size:.9rem}caption{text-align:left;padding:.2rem 0}
th,td{border:1px solid var(--line);padding:.25rem .5rem;text-align:left;vertical-align:top}
thead th{background:var(--box)}td.n{text-align:right;white-space:nowrap}
.a td:nth-child(6),.v td:nth-child(6),.v td:nth-child(7),.m td:nth-child(3),
.t td:nth-child(2){white-space:nowrap}
.m td:nth-child(4),.t td:nth-child(n+5){text-align:right;white-space:nowrap}
tbody th{font-weight:600}.g .mute{font-weight:400}i{font-style:normal}
.m tbody th{white-space:nowrap}
tr.g th,tr.g td{background:var(--box)}
tr.s td{background:var(--box)}tr.m th{padding-left:1.4rem;font-weight:400}
:target>th,:target>td{background:color-mix(in srgb,var(--hw) 25%,var(--bg))}
details{margin:.4rem 0}summary{cursor:pointer;font-weight:600;padding:.2rem 0}
svg{max-width:none;display:block}svg.w{max-width:100%;height:auto}
svg text{font:12px ui-monospace,"DejaVu Sans Mono",monospace;
fill:var(--fg)}svg .l{fill:#fff}svg .k{fill:#1b1f24}svg a text{fill:var(--link);
text-decoration:underline}.hf{fill:var(--hf);stroke:var(--hf)}
.hw{fill:var(--hw);stroke:var(--hw)}.ha{fill:var(--ha);stroke:var(--ha)}
.hp{fill:var(--hp);stroke:var(--hp)}.hn{fill:var(--hn);stroke:var(--hn)}
.hu{fill:var(--hu);stroke:var(--hu)}.hg{stroke:var(--bg)}rect[class]{stroke:none}
.tl{fill:none;stroke:var(--link);stroke-width:2}
.tc{fill:var(--link)}.ta{stroke:var(--line)}.key{display:flex;flex-wrap:wrap;gap:.2rem 1rem;
padding:0;list-style:none;margin:.4rem 0}.key svg{display:inline-block;margin-right:.3rem}
.f{position:absolute;opacity:0}.f+label{display:inline-block;border:1px solid var(--line);
border-radius:1rem;padding:.1rem .8rem;margin:.2rem .3rem .2rem 0;cursor:pointer}
.f:checked+label{background:var(--fg);color:var(--bg)}
#f-o:checked~.scroll tr.W,#f-o:checked~.scroll tr.A,
#f-a:checked~.scroll tr.F,#f-a:checked~.scroll tr.W,
#f-n:checked~.scroll tr.F,#f-n:checked~.scroll tr.A{display:none}
.x tr.F,.x tr.W,.x tr.A{color:inherit;font-weight:inherit}.x tr.F td:last-child{color:var(--fail);
font-weight:600}.b{font:.82rem ui-monospace,"DejaVu Sans Mono",monospace;padding-left:1.2rem}
.sign td{height:2.6rem;min-width:6rem}
@media screen and (max-width:58rem){.x,.m,.c,.t,.v{min-width:56rem}}
@media print{body{max-width:none;font-size:10pt;padding:0}nav,.f,.f+label{display:none}
a{color:inherit;text-decoration:none}details>*{display:block}
details::details-content{content-visibility:visible;display:block}
table{font-size:8pt}tr{break-inside:avoid}thead{display:table-header-group}
h2,h3{break-after:avoid}.scroll{overflow:visible}}
"""

INK: Final = """
text{font:12px "DejaVu Sans Mono",monospace;fill:#1b1f24}.l{fill:#fff}.k{fill:#1b1f24}
.hf{fill:#b3102a;stroke:#b3102a}.hw{fill:#d4a72c;stroke:#d4a72c}.ha{fill:#8250df;stroke:#8250df}
.hp{fill:#b7dfbf;stroke:#b7dfbf}.hn{fill:#eceff2;stroke:#eceff2}.hu{fill:#c3cad2;stroke:#c3cad2}
.hg{stroke:#fff}rect[class]{stroke:none}.tl{fill:none;stroke:#0550ae;stroke-width:2}.tc{fill:#0550ae}
.ta{stroke:#d0d7de}
"""
"""The same for pictures on paper: what sets it does not let the style of a page into them."""
