"""Replies as a misbehaving server gives them: refusals, broken transfers, wrong pages."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache
from random import Random

from ..limits import LARGEST_PAGE, MOST_ATTRIBUTES, MOST_TAGS
from ..urls import address
from . import words
from .channels import MAIN_HOST
from .chrome import FOOTER
from .respond import Reply, error

MIB = 1 << 20
_HTML = (("Content-Type", "text/html; charset=utf-8"),)
_PRIVATE = (
    "http://127.0.0.1:9/",
    "http://localhost/",
    "http://[::1]/",
    "http://10.0.0.8/status",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://2130706433/",
    "file:///etc/passwd",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The request that a spoilt reply answers."""

    url: str
    number: int
    """How many requests the fault hit before."""
    r: Random
    """The same for the same page."""
    right: Callable[[str], Reply]
    """What the site would answer to a GET."""


# Refusals


def too_many(_: Asked, __: Reply) -> Reply:
    """Refuse for a second."""
    return _refusal(429, "1")


def too_many_date(_: Asked, __: Reply) -> Reply:
    """Refuse until a moment from one to two seconds ahead."""
    moment = datetime.now(UTC) + timedelta(seconds=2)
    return _refusal(429, format_datetime(moment, usegmt=True))


def burst(asked: Asked, reply: Reply) -> Reply:
    """Refuse the eighth request to the twelfth."""
    return error(503) if 7 <= asked.number < 12 else reply


def unavailable(_: Asked, __: Reply) -> Reply:
    """Refuse."""
    return error(503)


def _refusal(status: int, retry_after: str) -> Reply:
    refused = error(status)
    return replace(refused, headers=(*refused.headers, ("Retry-After", retry_after)))


# Broken transfers


def reset(_: Asked, reply: Reply) -> Reply:
    """Reset the connection in the place of an answer."""
    return replace(reply, script=lambda whole: iter((None,)))


def stall(_: Asked, reply: Reply) -> Reply:
    """Never answer."""
    return replace(reply, script=lambda whole: iter((3600.0,)))


def drip(_: Asked, reply: Reply) -> Reply:
    """Send a few bytes at a time: minutes for a page."""

    def script(whole: bytes) -> Iterator[bytes | float]:
        for start in range(0, len(whole), 16):
            yield whole[start : start + 16]
            yield 0.1

    return replace(reply, script=script)


def truncated(asked: Asked, reply: Reply) -> Reply:
    """End the connection before the page is sent."""
    return replace(reply, script=lambda whole: iter((_part(asked, whole),)))


def cut(asked: Asked, reply: Reply) -> Reply:
    """Send a part of the page, and give no length that would tell."""
    return replace(
        reply, script=lambda whole: iter((_part(asked, _claim(whole, b"X-Powered-By: ASP.NET")),))
    )


def long_length(_: Asked, reply: Reply) -> Reply:
    """Send the page, and claim that it is longer."""
    claim = b"Content-Length: %d" % (len(reply.body) + 999)
    return replace(reply, script=lambda whole: iter((_claim(whole, claim),)))


def short_length(asked: Asked, reply: Reply) -> Reply:
    """Send the page, and claim that it is shorter."""
    claim = b"Content-Length: %d" % int(len(reply.body) * asked.r.uniform(0.1, 0.9))
    return replace(reply, script=lambda whole: iter((_claim(whole, claim),)))


def _part(asked: Asked, whole: bytes) -> bytes:
    head = whole.index(b"\r\n\r\n") + 4
    return whole[: head + int((len(whole) - head) * asked.r.uniform(0.1, 0.9))]


def _claim(whole: bytes, line: bytes) -> bytes:
    return re.sub(rb"Content-Length: \d+", line, whole, count=1)


# Redirects


def redirect_loop(asked: Asked, _: Reply) -> Reply:
    """Lead back to the same address."""
    return Reply(302, b"", (("Location", asked.url),))


def redirect_home(asked: Asked, _: Reply) -> Reply:
    """Lead to the home page, as sites do in the place of a 404."""
    return Reply(302, b"", (("Location", f"https://{address(asked.url).host}/"),))


def redirect_private(asked: Asked, _: Reply) -> Reply:
    """Lead into the network of who asks."""
    return Reply(302, b"", (("Location", asked.r.choice(_PRIVATE)),))


# Wrong pages


def empty(_: Asked, __: Reply) -> Reply:
    """Answer with nothing."""
    return Reply(200, b"", _HTML)


def login(_: Asked, __: Reply) -> Reply:
    """Answer with a page that asks who is there."""
    return _notice(
        "用户登录",
        "<form action='/member/login.php' method='post'>"
        "<p>您访问的内容需要登录后才能查看，请先登录您的账号。</p>"
        "<p>用户名：<input name='user'></p><p>密　码：<input type='password' name='pass'></p>"
        "<p><input type='submit' value='登录'> <a href='/member/reg.php'>免费注册</a></p>"
        "<p>登录即表示您已阅读并同意《用户服务协议》和《隐私政策》，我们将依法保护您的个人信息安全。</p>"
        "</form>",
    )


def soft_404(_: Asked, __: Reply) -> Reply:
    """Answer 200 that there is no such page, with the newest news beside it."""
    links = "".join(
        f"<li><a href='http://{MAIN_HOST}/html/zt/{path}/'>{name}</a> 2020-11-2{n}</li>"
        for n, (name, path) in enumerate(words.TOPICS)
    )
    return _notice(
        "页面不存在",
        "<p>抱歉，您访问的页面不存在或已被删除，可能是因为您输入的网址不正确，或者该内容已经过期。</p>"
        "<p>您可以检查网址后重新输入，也可以返回网站首页继续浏览其他内容，感谢您对本站的支持与理解。</p>"
        f"<p><span id='wait'>5</span>秒后自动返回首页</p><h3>热点推荐</h3><ul>{links}</ul>",
    )


def _notice(title: str, inner: str) -> Reply:
    page = (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}_齐鲁网</title></head>"
        f"<body><div class='wrapper'><h1>{title}</h1><div class='box'>{inner}</div></div>{FOOTER}"
    )
    return Reply(200, page.encode(), _HTML)


def gzip_bomb(_: Asked, __: Reply) -> Reply:
    """Answer with a few hundred kilobytes that unpack to 300 MiB."""
    return Reply(200, _bomb(), (*_HTML, ("Content-Encoding", "gzip")))


@cache
def _bomb() -> bytes:
    return gzip.compress(bytes(MIB), 9) * 300  # members of one file, one after the other


def huge(asked: Asked, _: Reply) -> Reply:
    """Answer with 50 MiB, of a length that is given or not."""
    if asked.r.random() < 0.5:
        return Reply(200, b"", _HTML, stream=iter(_fifty()))
    claim = b"Content-Length: %d" % (50 * len(_paragraph()))
    return Reply(200, b"", _HTML, script=lambda head: iter([_claim(head, claim), *_fifty()]))


def _fifty() -> list[bytes]:
    return [_paragraph()] * 50


@cache
def _paragraph() -> bytes:
    line = "<p>这一段话没有尽头。</p>\n".encode()
    return line * (MIB // len(line))


_TEXT = re.compile(rb"article-main[^>]*>|id=.context.[^>]*>")


def heavy(asked: Asked, reply: Reply) -> Reply:
    """Put so much into the text that the page is just small enough: tags, attributes, letters."""
    unit = _WEIGHTS[asked.number % len(_WEIGHTS)]
    room = min(
        (LARGEST_PAGE - len(reply.body)) // len(unit),
        (MOST_TAGS - _OWN) // unit.count(b"<"),
        (MOST_ATTRIBUTES - _OWN) // (unit.count(b"=") or 1),
    )
    return _with_more(reply, unit * room)


def crowded(asked: Asked, reply: Reply) -> Reply:
    """Put more tags into the text than any page has, in a tenth of the bytes of a large one."""
    return _with_more(reply, b"<br>" * (MOST_TAGS + 1))


def _with_more(reply: Reply, more: bytes) -> Reply:
    return replace(reply, body=_TEXT.sub(lambda m: m[0] + more, reply.body, count=1))


_OWN = 5000  # tags, and attributes, that the page has without them, at most
_WEIGHTS = (
    "字字<p>".encode(),
    "<p a=1 b=2 c=3 d=4>字字字字字".encode(),
    ("😀abcdefg\n" * 20).encode() + b"<br>",
)


def charset(asked: Asked, reply: Reply) -> Reply:
    """Declare another encoding than the page has, in the header and in the page."""
    other = asked.r.choice(("gb2312", "iso-8859-1", "big5", "utf-8", "nonsense"))
    body = re.sub(rb'charset="?[\w-]+', b"charset=" + other.encode(), reply.body, count=1)
    kept = tuple(pair for pair in reply.headers if pair[0] != "Content-Type")
    return replace(
        reply, body=body, headers=(("Content-Type", f"text/html; charset={other}"), *kept)
    )


_NAMES = re.compile(
    rb"\b(?:section-(?:cnt|top)|article-(?:main|sub)|col-(?:main|sub)|nr_left|city_nr_left_cnt"
    rb"|content-show|context|(?:pubtime|author|source)_baidu|resource|jkyh_qztnav)(?=[\s\"'-])"
)


def new_template(asked: Asked, reply: Reply) -> Reply:
    """Give classes and ids other names, from the eleventh page on."""
    if asked.number < 10:
        return reply
    return replace(reply, body=_NAMES.sub(lambda m: b"n" + m[0][::-1], reply.body))
