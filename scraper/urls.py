"""Addresses: one spelling per page, ids, and what an address says about its page."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

from .items import Kind, NotAnArticleError
from .regions import SITE


class Form(StrEnum):
    """The kinds of address that the site has."""

    ARTICLE = "article"
    GALLERY = "gallery"
    VIDEO = "video"
    APP = "app share"
    LIST = "list"
    HOME = "home"
    TOPIC = "topic"
    OTHER = "other"


PAGE_FORMS = frozenset({Form.ARTICLE, Form.GALLERY, Form.VIDEO, Form.APP})
"""The forms whose page is one article, gallery or video."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What an address alone says about its page."""

    url: str
    """The canonical address."""
    form: Form
    kind: Kind
    id: str
    host: str
    on_site: bool
    column: str | None = None
    """The first part of the path: the column's slug."""
    day: str | None = None
    """The day in the path, `YYYY-MM-DD`."""
    part: int = 1
    """The part of a continued article."""


_NOT_FOLLOWED = re.compile(r"(?:javascript|mailto|tel|data|about|file|ftp|sms|weixin):", re.I)
# An address without anything to repair, encode or check.
_PLAIN = re.compile(r"https?://[A-Za-z0-9.-]+(?:/[!-~]*)?")
# An absolute address with nothing to mend: most of them.
_READY = re.compile(r"https?://[a-z0-9.-]+[a-z](?:/[!\"$-~]*)?(?<!\.shtmltml)")
_HOSTS = re.compile(r"(?:[a-z0-9-]+\.)*[a-z0-9-]+\.?|\[[0-9a-f:.]+\]", re.I)
# `/dzyaowen/2020/1129/4691234.shtml`, `..._2.shtml` (part 2 of a continued article)
_NUMBERED = re.compile(r"/(?P<id>\d{3,12})(?:_(?P<part>\d{1,3}))?\.shtml?$")
_VIDEO = re.compile(r"/(?P<id>\d{3,12})\.s?html?$")
# `/w/article/YS0yMS0xNjg4MTQxNg.html`, `/share/YS0yMS0xNjg4MTQxNg%3D%3D.html`
_APP = re.compile(r"^/(?:w/article|share)/(?P<code>[A-Za-z0-9+_-]+)=*\.html$")
_APP_ID = re.compile(r"(?:a|tv)(?:-\d+)+")
_OLD_APP = re.compile(r"^/share/article/(?P<id>\d+)\.html$")
# `/2020/1129/`, `/20180322/`, `/201607/28/`
_DAY = re.compile(r"/(20\d\d)/?(0[1-9]|1[0-2])/?(0[1-9]|[12]\d|3[01])/")
_LIST = re.compile(r"/$|/list_\d+_\d+\.shtml$|/index\.s?html?$")
_FOLDER = re.compile(r"(?:/[a-z][a-z0-9_-]*){1,3}")
_HOME = re.compile(r"^/(?:index\.s?html?)?$")
_TRACKING = re.compile(
    r"utm_.*|spm|from|isappinstalled|share_?(?:token|id|from|source)|fbclid|gclid"
    r"|_?t(?:imestamp)?|nsukey|tdsourcetag|bdsource"
)


def absolute(href: str | None, base: str) -> str | None:
    """Return the absolute http(s) address that `href` means on the page `base`.

    ``None`` for what leads nowhere: `javascript:;`, an empty href, a bare fragment. The
    fragment is dropped and the site's slips are repaired: blanks at the ends, a doubled
    ending (`.shtmltml`).
    """
    if not href:
        return None
    if _READY.fullmatch(href):
        return href
    href = href.strip(" \t\r\n\f\v\u00a0\u3000\u200b\ufeff").partition("#")[0].rstrip()
    if not href.startswith(("http://", "https://")):
        if not href or _NOT_FOLLOWED.match(href):
            return None
        try:
            href = urljoin(base, href)
        except ValueError:  # `http://[dezhou/`
            return None
        scheme, mark, rest = href.partition("://")  # `HTTP://jinan.iqilu.com/`
        href = scheme.lower() + mark + rest
        if not href.startswith(("http://", "https://")):
            return None
    if href.endswith(".shtmltml"):
        href = href.removesuffix("tml")
    if not _PLAIN.fullmatch(href):
        href = quote(re.sub(r"[\r\n\t]", "", href), safe="%/:=&?~#+!$,;'@()*[]")
        return href if _has_host(href) else None
    return href


def _has_host(url: str) -> bool:
    try:
        split = urlsplit(url)
        return bool(split.hostname) and (split.port or 80) > 0
    except ValueError:  # `http://[dezhou/`, `http://dezhou:port/`
        return False


def canonical(url: str) -> str:
    """Return the one spelling of an address. See `address`."""
    return address(url).url


def article_address(url: str, *, other_sites: bool = False) -> Address:
    """Read the address of a page that a user wants a record of.

    Raises `NotAnArticleError`, with what to do, for an address that can't be one.
    """
    target = address(url)
    if not target.on_site and not other_sites:
        raise NotAnArticleError(
            f"{url} is not on {SITE}: allow other sites to fetch it (--allow-other-sites)"
        )
    if target.on_site and target.form in {Form.HOME, Form.LIST, Form.TOPIC}:
        raise NotAnArticleError(
            f"{url} is a {target.form} page, not an article: `qilu crawl` walks lists"
        )
    return target


def is_site_host(host: str) -> bool:
    """Whether a host name is the site's."""
    return host == SITE or host.endswith("." + SITE)


@lru_cache(maxsize=4096)
def address(url: str) -> Address:
    """Read an absolute http(s) address.

    The canonical spelling is https, without fragment, default port or tracking query, with
    part 1 of a continued article, and with the code of an app share without padding.
    Raises `NotAnArticleError` for what is no http(s) address.
    """
    try:
        repaired = absolute(url, "")
        split = urlsplit(repaired or "")
        port = split.port
    except ValueError:  # UnicodeEncodeError: of bytes on the command line that are no text
        repaired = None
    if repaired is None or not _HOSTS.fullmatch(split.hostname or ""):
        raise NotAnArticleError(f"not an http(s) address: {url!r}")
    host = (split.hostname or "").lower().rstrip(".")
    netloc = host if port in (None, 80, 443) else f"{host}:{port}"
    if not is_site_host(host):
        return _other_site(netloc, host, split.path or "/", split.query)
    return _on_site(netloc, host, re.sub(r"/{2,}", "/", split.path) or "/", split.query)


def _other_site(netloc: str, host: str, path: str, query: str) -> Address:
    kept = [(k, v) for k, v in parse_qsl(query, True) if not _TRACKING.fullmatch(k)]
    url = urlunsplit(("https", netloc, path, urlencode(kept), ""))
    return Address(
        url=url,
        form=Form.OTHER,
        kind=Kind.ARTICLE,
        id=_hashed(url),
        host=host,
        on_site=False,
        day=_day(path),
    )


def _on_site(netloc: str, host: str, path: str, query: str) -> Address:
    form, kind, id_, path, part = _classify(host, path)
    if form is Form.OTHER and query:
        return _other_site(netloc, host, path, query)
    url = f"https://{netloc}{path}"
    in_column = form in PAGE_FORMS or form is Form.LIST
    return Address(
        url=url,
        form=form,
        kind=kind,
        id=id_ or _hashed(url),
        host=host,
        on_site=True,
        column=_column(path) if in_column and form is not Form.APP else None,
        day=_day(path),
        part=part,
    )


def _classify(host: str, path: str) -> tuple[Form, Kind, str | None, str, int]:
    """Return form, kind, id (``None``: none printed), canonical path and part."""
    label = host.removesuffix(SITE).rstrip(".")
    if label == "sdxw" and (app := _APP.match(unquote(path))):
        code = _app_id(app["code"])
        if code:
            kind = Kind.VIDEO if code.startswith("tv") else Kind.ARTICLE
            return Form.APP, kind, f"app-{code}", unquote(path).replace("=", ""), 1
    if label == "sd" and (old := _OLD_APP.match(path)):
        return Form.APP, Kind.ARTICLE, f"app-{old['id']}", path, 1
    if label == "v" and (video := _VIDEO.search(path)):
        return Form.VIDEO, Kind.VIDEO, f"v-{video['id']}", path, 1
    if page := _NUMBERED.search(path):
        gallery = label == "yx"
        first = f"{path[: page.start()]}/{page['id']}.shtml"
        part = max(1, int(page["part"] or 1))
        form = Form.GALLERY if gallery else Form.ARTICLE
        return form, Kind.GALLERY if gallery else Kind.ARTICLE, page["id"], first, part
    if path.startswith("/html/zt/"):
        return Form.TOPIC, Kind.ARTICLE, None, path, 1
    if _HOME.match(path):
        return Form.HOME, Kind.ARTICLE, None, "/", 1
    if _LIST.search(path):
        return Form.LIST, Kind.ARTICLE, None, path, 1
    if _FOLDER.fullmatch(path):  # `/dzminsheng`, which the server leads to `/dzminsheng/`
        return Form.LIST, Kind.ARTICLE, None, f"{path}/", 1
    return Form.OTHER, Kind.ARTICLE, None, path, 1


def _app_id(code: str) -> str | None:
    """Decode `YS0yMS0xNjg4MTQxNg` to `a-21-16881416`; padding may be missing."""
    try:
        text = base64.urlsafe_b64decode(code.replace("+", "-") + "=" * (-len(code) % 4)).decode(
            "ascii"
        )
    except (binascii.Error, UnicodeDecodeError):
        return None
    return text if _APP_ID.fullmatch(text) else None


def _column(path: str) -> str | None:
    first = path.split("/")[1]
    return first if first and not first[0].isdigit() and "." not in first else None


def _day(path: str) -> str | None:
    found = _DAY.search(path)
    if not found:
        return None
    try:
        return date(*map(int, found.groups())).isoformat()
    except ValueError:  # `/2021/0231/`
        return None


def _hashed(url: str) -> str:
    return "u-" + hashlib.sha256(url.encode()).hexdigest()[:16]
