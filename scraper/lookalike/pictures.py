"""Pictures, captions and videos inside an article."""

from __future__ import annotations

from datetime import date
from random import Random

from . import words
from .model import NEW_TEMPLATE, Block
from .prose import Filler


def picture(r: Random, day: date) -> str:
    """Return the address of a picture on the hosts of that time."""
    name = f"{r.getrandbits(64):016x}"
    if day < NEW_TEMPLATE:
        return f"http://img5.iqilu.com/c/u/{day:%Y/%m%d}/{r.randrange(10**12, 10**13)}.jpg"
    if day.year < 2020:
        return f"http://img8.iqilu.com/c/u/{day:%Y/%m%d}/{name}.jpg"
    host = r.choice(("img11", "img12"))
    return f"https://{host}.iqilu.com/10339/article/{day:%Y%m/%d}/{name}.{r.choice(_ENDINGS)}"


_ENDINGS = ("jpg", "jpeg", "png")


def media(r: Random, day: date, fill: Filler, credit: str) -> list[Block]:
    """Return a picture with or without its caption, or a video."""
    if r.random() < 0.12 and not credit:
        return [_video(r, day)]
    caption = fill(r.choice(words.CAPTIONS)) if credit or r.random() < 0.5 else ""
    alt = r.choice(("", "", "微信图片", caption[:12]))
    image = Block("image", alt, picture(r, day))
    return [image, Block("caption", caption + credit)] if caption else [image]


def _video(r: Random, day: date) -> Block:
    number = r.randrange(10**6, 10**7)
    if day < NEW_TEMPLATE:
        kind = r.choice(("embed", "object"))
        return Block(kind, url=f"http://v.iqilu.com/player/qilu_{number}.swf")
    stream = f"https://stream7.iqilu.com/10339/upload_transcode/{day:%Y%m/%d}/{number}.mp4"
    return Block("video", url=stream, poster=picture(r, day) if r.random() < 0.7 else None)
