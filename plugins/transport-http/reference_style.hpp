#pragma once

#include <string_view>

namespace cocotalk::http {

// The page's style. Whoever changes it changes the hash too; the tests say what it must be.
inline constexpr std::string_view page_style = R"css(
:root{color-scheme:light dark;--ink:#1d1d22;--dim:#6a6a75;--line:#e4e2dc;--paper:#fbfaf7;--card:#fff;--brand:#8a5a1f;--soft:#f3ede3;
--get:#1c7a4a;--post:#2b5fb8;--put:#9a6400;--delete:#b3392f}
@media(prefers-color-scheme:dark){:root{--ink:#ececf0;--dim:#a0a0ac;--line:#34343d;--paper:#17171b;--card:#1f1f25;--brand:#e0b070;--soft:#2a2822;
--get:#5fcf94;--post:#82aef5;--put:#e5b04e;--delete:#f08a80}}
*{box-sizing:border-box}
html{scroll-behavior:smooth;scroll-padding-top:4.2rem}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,"Apple SD Gothic Neo","Noto Sans KR",sans-serif}
header,main{max-width:62rem;margin:auto;padding:0 1.1rem}
header{padding-top:2.2rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .3rem}
h2{font-size:1.25rem;margin:2.6rem 0 .8rem;padding-bottom:.35rem;border-bottom:2px solid var(--brand)}
h3{font-size:1rem;margin:0;display:flex;flex-wrap:wrap;gap:.4rem .6rem;align-items:baseline}
p{margin:.35rem 0}
a{color:var(--brand)}
code{font:.88em/1.4 ui-monospace,"SF Mono",Menlo,Consolas,monospace;overflow-wrap:anywhere}
h3 code{font-size:1.02rem;font-weight:700}
nav{position:sticky;top:0;background:var(--paper);border-bottom:1px solid var(--line);margin-top:1rem;z-index:1}
nav div{max-width:62rem;margin:auto;padding:.6rem 1.1rem;display:flex;gap:.45rem;overflow-x:auto}
nav a{flex:none;text-decoration:none;padding:.15rem .7rem;border-radius:1rem;background:var(--soft);color:var(--ink);font-size:.9rem}
article{background:var(--card);border:1px solid var(--line);border-radius:.7rem;padding:.85rem 1rem;margin:.7rem 0}
article:target{border-color:var(--brand);box-shadow:0 0 0 1px var(--brand)}
.who{font-size:.78rem;color:var(--dim);border:1px solid var(--line);border-radius:1rem;padding:0 .55rem}
.route{margin:.4rem 0 0;font-size:.92rem}
.route b{display:inline-block;min-width:4.1em;font-size:.78rem;letter-spacing:.03em}
.get{color:var(--get)}.post{color:var(--post)}.put,.patch{color:var(--put)}.delete{color:var(--delete)}
dl{display:grid;grid-template-columns:minmax(7rem,auto) 1fr;gap:.15rem 1rem;margin:.6rem 0 0;font-size:.92rem}
dt{grid-column:1}dd{grid-column:2;margin:0;color:var(--dim)}
dt.must::after{content:" *";color:var(--delete)}
.out,.no{font-size:.92rem;margin-top:.5rem}
.no{color:var(--dim)}
footer{max-width:62rem;margin:3rem auto 2rem;padding:0 1.1rem;color:var(--dim);font-size:.88rem}
@media(max-width:34rem){dl{grid-template-columns:1fr;gap:0}dd{grid-column:1;margin-bottom:.4rem}h1{font-size:1.5rem}}
)css";

inline constexpr std::string_view page_style_hash = "sha256-7fTbgXYvaM3vGvigwJ8MqpAMkya1loS9DJTprgN5qgc=";

}  // namespace cocotalk::http
