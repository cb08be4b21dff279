"""Markup of galleries, videos, app share pages and topics."""

from __future__ import annotations

from html import escape
from random import Random

from .chrome import FOOTER
from .markup import block, head, text
from .model import Story
from .others import PROGRAM_NAMES


def gallery(r: Random, story: Story) -> str:
    """Write a photo gallery."""
    blocks = story.blocks[0]
    slides = "".join(
        f'<li><a href="#{n}"><img src="{escape(piece.url)}" alt="{escape(piece.text)}"></a>'
        + (f"<p>{text(piece.text)}</p></li>" if piece.text else "</li>")
        for n, piece in enumerate((b for b in blocks if b.kind == "image"), 1)
    )
    words = "".join(block(r, piece) for piece in blocks if piece.kind == "p")
    return (
        head(story, f"{story.headline}_视觉山东_齐鲁网", "utf-8")
        + f'<body>\n<div class="title-main"><h2>{text(story.headline)}</h2>'
        f'<span class="time">{story.time_printed}</span></div>\n'
        f'<div class="slide-nav clearfix"><ul>{slides}</ul></div>\n'
        f'<div class="slide-text">{words}</div>\n' + FOOTER
    )


def video(_: Random, story: Story) -> str:
    """Write a video page: the address of the stream is in one of three places."""
    stream, intro = story.blocks[0]
    name = PROGRAM_NAMES[story.section or ""]
    url = escape(stream.url)
    player = (
        f'<input type="text" id="copy_mp4text" value="{url}">',
        f'<input type="hidden" id="playerId" url="{url}">',
        f'<div class="mp4-wrapper"><video src="{url}" controls></video></div>',
    )[story.variant % 3]
    title = text(story.headline)
    heading = f"<h1>{title}</h1>" if story.variant % 2 else f'<div class="vtitle">{title}</div>'
    return (
        head(story, f"{story.headline}_{name}_山东网络台_齐鲁网", "utf-8")
        + f"<body>\n{heading}\n{player}\n"
        f'<div class="vinfo"><p>简介：{text(intro.text)}</p>'
        f"<p>发布时间：{story.time_printed}</p></div>\n" + FOOTER
    )


def app(r: Random, story: Story) -> str:
    """Write a share page of the news app."""
    text_ = "\n".join(block(r, piece) for piece in story.blocks[0])
    return (
        head(story, story.headline, "utf-8") + f"<body>\n<h1>{text(story.headline)}</h1>\n"
        f'<p><span class="source">{text(story.source or "")}</span>'
        f'<span class="time">{story.time_printed}</span></p>\n'
        f'<div class="article_body">\n{text_}\n</div>\n'
        '<div class="open-app"><a href="javascript:;">打开闪电新闻客户端</a></div>\n'
        "</body></html>\n"
    )
