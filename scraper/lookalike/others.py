"""Pages that are no plain articles: galleries, videos, the news app's share pages."""

from __future__ import annotations

import base64
import re
from random import Random
from typing import TYPE_CHECKING

from . import channels as ch
from . import words
from .model import Block, Brief, Story
from .pictures import picture
from .prose import Filler, Teller, rng
from .themes import THEMES

if TYPE_CHECKING:
    from .site import LookAlike

_PROGRAMS = (("sdws", "sdxwlb"), ("qlpd", "xiaoying"), ("ggpd", "minsheng"))
PROGRAM_NAMES = {"sdws": "山东卫视", "qlpd": "齐鲁频道", "ggpd": "公共频道"}
_VIDEO_FIRST, _VIDEO_STEP = 4_310_007, 31
_APP_FIRST, _APP_STEP = 16_881_003, 17
_OLD_APP_FIRST, _OLD_APP_STEP = 5_800_011, 13
_EVERY = 12
"""One article in so many has a video and an app page about the same subject."""


def gallery(r: Random, brief: Brief, fill: Filler) -> Story:
    """Compose a photo gallery: captions, and sometimes a paragraph."""
    day = brief.when.date()
    blocks: list[Block] = []
    if r.random() < 0.6:
        blocks.append(Block("p", brief.lead))
    for _ in range(r.randint(3, 9)):
        caption = fill(r.choice(words.CAPTIONS)) if r.random() < 0.9 else ""
        blocks.append(Block("image", caption, picture(r, day)))
        if caption:
            blocks.append(Block("caption", caption))
    return Story(
        id=str(brief.id),
        kind="gallery",
        layout="gallery",
        address=brief.address,
        headline=brief.headline,
        channel=brief.channel,
        when=brief.when,
        time_printed=f"{brief.when:%Y-%m-%d %H:%M:%S}",
        time_iso=f"{brief.when.isoformat(timespec='seconds')}+08:00",
        blocks=(tuple(blocks),),
        section="yxl" if brief.address.startswith(f"{ch.GALLERY_HOST}/yxl/") else None,
        keywords=(),
        description="",
        variant=r.randrange(1 << 30),
    )


def count(site: LookAlike) -> int:
    """Return how many videos (and how many app pages) are out."""
    return (site.published + _EVERY - 1) // _EVERY


def app_id(j: int) -> str:
    """Return the id of app page j: of the old kind, a video, or an article."""
    if j % 3 == 1:
        return f"app-{_OLD_APP_FIRST + j * _OLD_APP_STEP}"
    return f"app-{'tv' if j % 8 == 0 else 'a'}-21-{_APP_FIRST + j * _APP_STEP}"


def video_id(j: int) -> str:
    """Return the id of video j."""
    return f"v-{_VIDEO_FIRST + j * _VIDEO_STEP}"


def app_path(j: int, variant: int = 0) -> str:
    """Return host and path of app page j, in one of the spellings met."""
    id_ = app_id(j)
    if j % 3 == 1:
        return f"{ch.OLD_APP_HOST}/share/article/{id_[4:]}.html"
    code = base64.urlsafe_b64encode(id_[4:].encode()).decode()
    bare = code.rstrip("=")
    spelled = (code, code.replace("=", "%3D"), bare)[variant % 3]
    folder = ("w/article", "share")[variant // 3 % 2]
    return f"{ch.APP_HOST}/{folder}/{spelled}.html"


def video_path(site: LookAlike, j: int) -> str:
    """Return host and path of video j."""
    channel, program = _PROGRAMS[j % 3]
    day = site.numbers.time(j * _EVERY)
    shape = "%Y/%m%d" if j % 2 else "%Y%m/%d"
    return f"{ch.VIDEO_HOST}/{channel}/{program}/{day.strftime(shape)}/{video_id(j)[2:]}.html"


def page(site: LookAlike, id_: str) -> Story | None:
    """Return the video or app page with this id, if there is one."""
    shape = re.fullmatch(r"(v-|app-(?:(?:a|tv)-21-)?)(\d+)", id_)
    if not shape:
        return None
    number = int(shape[2])
    if shape[1] == "v-":
        j = (number - _VIDEO_FIRST) // _VIDEO_STEP
        return _video(site, j) if 0 <= j < count(site) and video_id(j) == id_ else None
    old = shape[1] == "app-"
    j = (number - (_OLD_APP_FIRST if old else _APP_FIRST)) // (_OLD_APP_STEP if old else _APP_STEP)
    return _app(site, j) if 0 <= j < count(site) and app_id(j) == id_ else None


def _video(site: LookAlike, j: int) -> Story:
    brief = site.brief(j * _EVERY)
    r = rng(site.seed, "video", j)
    day = brief.when
    stream = f"http://stream{r.randint(1, 9)}.iqilu.com/vod/{day:%Y%m/%d}/{r.getrandbits(40):x}.mp4"
    return Story(
        id=video_id(j),
        kind="video",
        layout="video",
        address=video_path(site, j),
        headline=brief.headline,
        channel=None,
        when=day,
        time_printed=f"{day.year}年{day.month:02}月{day.day:02}日",
        time_iso=f"{day:%Y-%m-%d}",
        blocks=((Block("video", url=stream), Block("p", brief.lead)),),
        section=_PROGRAMS[j % 3][0],
        variant=j,
    )


def _app(site: LookAlike, j: int) -> Story:
    brief = site.brief(j * _EVERY)
    r = rng(site.seed, "app", j)
    fill = site.filler("app", j * _EVERY)
    blocks = [Block("p", brief.lead)]
    teller = Teller(r, fill, THEMES[brief.theme])
    blocks += [Block("p", teller.paragraph()) for _ in range(r.randint(1, 6))]
    video = app_id(j).startswith("app-tv")
    if video:
        stream = f"https://stream5.iqilu.com/app/{brief.when:%Y%m/%d}/{j:06}.mp4"
        blocks.insert(0, Block("video", url=stream, poster=picture(r, brief.when.date())))
    elif r.random() < 0.5:
        blocks.insert(1, Block("image", "", picture(r, brief.when.date())))
    return Story(
        id=app_id(j),
        kind="video" if video else "article",
        layout="app",
        address=app_path(j, 2),
        headline=brief.headline,
        channel=None,
        when=brief.when,
        time_printed=f"{brief.when:%Y-%m-%d %H:%M}",
        time_iso=f"{brief.when.isoformat(timespec='minutes')}+08:00",
        source=r.choice(("闪电新闻", "齐鲁网·闪电新闻")),
        blocks=(tuple(blocks),),
        scheme="https",
        variant=j,
    )
