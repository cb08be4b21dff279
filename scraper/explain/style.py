"""How the page of an explanation looks: one style sheet, for light and dark."""

from __future__ import annotations

GROUPS = {
    "headline": ("headline",),
    "text": ("body",),
    "people": ("byline", "authors"),
    "source": ("source", "publisher"),
    "time": ("date_published", "date_published_raw", "date_modified", "dateline"),
    "media": ("images", "videos"),
    "links": ("related_links", "links"),
    "path": ("breadcrumbs", "section"),
    "about": ("keywords", "description"),
}
"""The fields of one colour."""
_HUES = dict(zip(GROUPS, (265, 215, 0, 165, 35, 310, 190, 85, 240), strict=True))

_BASE = """
:root{--back:#fff;--text:#1a1a1a;--quiet:#595959;--line:#c8c8c8;--link:#0b57d0;
--tint:93%;--edge:26%;--edge-of:65%;--full:70%}
@media (prefers-color-scheme:dark){:root{--back:#16181b;--text:#ececec;--quiet:#a9adb3;
--line:#4a4e54;--link:#8ab4f8;--tint:17%;--edge:76%;--edge-of:70%;--full:40%}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1rem;max-width:76rem;background:var(--back);color:var(--text);
font:1rem/1.6 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
h1{font-size:1.5rem}h2{font-size:1.2rem;margin-top:2rem}h3{font-size:1rem}
a{color:var(--link)}code{font-size:.85em;overflow-wrap:anywhere}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
:target,:target .name{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem;background:var(--back);padding:.5rem}
.legend{display:flex;flex-wrap:wrap;gap:.5rem;list-style:none;padding:0}
.legend li{padding:.2rem .6rem;border-radius:.3rem}
.legend a,.name{color:inherit}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;min-width:52rem;table-layout:fixed}
th,td{border-bottom:1px solid var(--line);padding:.4rem .6rem;text-align:left;vertical-align:top;
overflow-wrap:anywhere}
th{overflow-wrap:normal}
th:nth-child(1){width:12rem}th:nth-child(2){width:28%}th:nth-child(3){width:9%}th:nth-child(5){width:19%}
details ul{padding-left:1.1rem;margin:.3rem 0}summary{cursor:pointer}
.head{list-style:none;padding:0}.head li{margin:.3rem 0}
.body{border:1px solid var(--line);border-radius:.4rem;padding:1rem;overflow-wrap:anywhere}
.body div{margin:.15rem 0}
.strong{font-weight:bold}.media{color:var(--quiet)}
.mark{color:var(--text);border-radius:.2rem;padding:.1rem .3rem}
div.mark{padding:.2rem .5rem;margin:.2rem 0}
.name{font-size:.75rem;font-weight:bold;margin-right:.4rem}
@media (forced-colors:active){.mark,.legend li{border:1px solid}}
@media print{.skip{display:none}}
"""


def _colours() -> str:
    """Return the rules of the colours: a tint behind the text, an edge and the name darker."""
    return "".join(
        f".g-{group}{{background:hsl({hue} var(--full) var(--tint));"
        f"border-left:.25rem solid hsl({hue} var(--edge-of) var(--edge))}}\n"
        f".g-{group} .place{{color:hsl({hue} var(--edge-of) var(--edge))}}\n"
        for group, hue in _HUES.items()
    )


STYLE = _BASE + _colours()
