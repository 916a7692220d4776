/* SPDX-License-Identifier: MIT */
/* How the report's page looks: in light, in dark, on paper and on a phone. */
#ifndef SD_CHECK_PAGE_STYLE_H
#define SD_CHECK_PAGE_STYLE_H

static const char sd_page_style[] =
    ":root{--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--paper:#fff;--train:#0b62c4;--part:#b35900;"
    "--bad:#b3001b;--odd:#7a4d00;--good:#116329;color-scheme:light dark}"
    "@media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9da7b3;--line:#3d444d;"
    "--paper:#0d1117;--train:#6cb0ff;--part:#ffb066;--bad:#ff8f8f;--odd:#e8c06a;--good:#7ee2a0}}"
    "@media print{:root{--ink:#000;--soft:#444;--line:#bbb;--paper:#fff;--train:#0b62c4;"
    "--part:#b35900;--bad:#b3001b;--odd:#7a4d00;--good:#116329}section{break-inside:avoid}}"
    "body{font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);margin:0 "
    "auto;"
    "padding:1rem;max-width:60rem;overflow-wrap:anywhere}"
    "h1{font-size:1.3rem}h2{font-size:1.05rem;margin:1.6rem 0 .4rem}"
    "p,ul{margin:.3rem 0}small,.soft{color:var(--soft)}"
    ".error{color:var(--bad);font-weight:600}.warning{color:var(--odd);font-weight:600}"
    ".ok{color:var(--good)}"
    ".row{display:flex;flex-wrap:wrap;gap:.2rem .8rem;align-items:center;margin:.3rem 0}"
    ".row>b{flex:0 0 11rem;font-weight:500}.row>svg{flex:1 1 10rem;max-width:26rem;height:1.1rem}"
    ".wide{overflow-x:auto}table{border-collapse:collapse}"
    "td,th{border:1px solid var(--line);padding:.1rem .5rem;text-align:left}td.n{text-align:right}"
    ".t{fill:var(--train)}.p{fill:var(--part)}.k{stroke:var(--ink);stroke-width:1}"
    ".col>svg{flex:0 1 9rem;height:2.2rem;background:linear-gradient(var(--line),var(--line)) "
    "bottom/100% 1px "
    "no-repeat}mark{background:none;color:var(--bad);font-weight:600}"
    "@media(max-width:40rem){.row>b{flex-basis:100%}.row>svg{max-width:60%}.col>svg{flex-basis:28%}"
    "}";

#endif
