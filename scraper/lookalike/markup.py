"""Small helpers for writing markup."""

from __future__ import annotations

from html import escape
from random import Random

from .chrome import ASSETS
from .model import Block, Story

COMPANY = ("clearfix", "wrapper", "fl", "auto", "mt10")


def classes(r: Random, *names: str) -> str:
    """Return a class attribute: the names in any order, now and then with company."""
    roll = r.random()
    if roll > 0.5:
        return f'class="{" ".join(names)}"'
    found = list(names)
    if roll < 0.2:
        found.append(r.choice(COMPANY))
    r.shuffle(found)
    return f'class="{" ".join(dict.fromkeys(found))}"'


def text(value: str) -> str:
    """Escape text; a NBSP is written as an entity or as itself, as length has it."""
    escaped = escape(value, quote=False)
    return escaped.replace("\u00a0", "&nbsp;") if len(value) % 2 else escaped


def block(r: Random, piece: Block) -> str:
    """Write one piece of an article's text."""
    write = _WRITERS.get(piece.kind, _paragraph)
    return write(r, piece)


def _paragraph(r: Random, piece: Block) -> str:
    inner = text(piece.text)
    for words, url in piece.links:
        inner = inner.replace(words, f'<a href="{escape(url)}" target="_blank">{words}</a>', 1)
    if piece.bold:
        inner = f"<strong>{inner}</strong>"
    roll = r.random()
    if roll < 0.12:
        inner = f'<span style="font-size: 16px;">{inner}</span>'
    if roll > 0.8:
        return f'<p style="text-indent: 2em;">{inner}</p>'
    return f"<p>\n{inner}\n</p>" if roll > 0.75 else f"<p>{inner}</p>"


def _caption(r: Random, piece: Block) -> str:
    inner = text(piece.text)
    if r.random() < 0.6:
        return f'<p style="text-align: center;">{inner}</p>'
    return f'<p style="text-align:center"><span style="color: #666;">{inner}</span></p>'


def _image(r: Random, piece: Block) -> str:
    alt = f' alt="{escape(piece.text)}"' if piece.text or r.random() < 0.5 else ""
    img = f'<img src="{escape(piece.url)}"{alt} />'
    return f'<p style="text-align: center;">{img}</p>' if r.random() < 0.8 else f"<p>{img}</p>"


def _video(r: Random, piece: Block) -> str:
    poster = f' poster="{escape(piece.poster)}"' if piece.poster else ""
    if r.random() < 0.5:
        return f'<p><video src="{escape(piece.url)}"{poster} controls="controls"></video></p>'
    source = f'<source src="{escape(piece.url)}" type="video/mp4" />'
    return f"<p><video{poster} controls>{source}您的浏览器不支持视频播放</video></p>"


def _embed(_: Random, piece: Block) -> str:
    flash = 'type="application/x-shockwave-flash" width="480" height="400"'
    return f'<p><embed src="{escape(piece.url)}" {flash} /></p>'


def _object(_: Random, piece: Block) -> str:
    flash = 'type="application/x-shockwave-flash" width="480" height="400"'
    return f'<p><object data="{escape(piece.url)}" {flash}></object></p>'


def _blank(r: Random, _: Block) -> str:
    return r.choice(("<p></p>", "<p>&nbsp;</p>", "<p><br/></p>"))


def _qr(_: Random, piece: Block) -> str:
    source = "https://img12.iqilu.com/static/images/qrcode_sdxw.png"
    return f'<p style="text-align: center;"><img src="{source}" alt="{piece.text}" /></p>'


def _signoff(r: Random, piece: Block) -> str:
    if r.random() < 0.2:
        return f'<p style="text-align: right;">{text(piece.text)}</p>'
    return _paragraph(r, piece)


def _contact(r: Random, piece: Block) -> str:
    return f"<p {classes(r, 'contact')}>{text(piece.text)}</p>"


_WRITERS = {
    "caption": _caption,
    "image": _image,
    "video": _video,
    "embed": _embed,
    "object": _object,
    "blank": _blank,
    "qr": _qr,
    "signoff": _signoff,
    "contact": _contact,
}


def head(story: Story, title: str, charset: str) -> str:
    """Write the head of an article page."""
    meta = ""
    if story.description or story.variant % 3:
        meta = f'<meta name="description" content="{escape(story.description)}" />\n'
    keywords = story.keyword_mark.join(story.keywords)
    return (
        "<!DOCTYPE html>\n<html>\n<head>\n"
        f'<meta http-equiv="Content-Type" content="text/html; charset={charset}" />\n'
        f"<title>{escape(title, quote=False)}</title>\n"
        f'<meta name="keywords" content="{escape(keywords)}" />\n{meta}'
        f"{ASSETS}</head>\n"
    )
