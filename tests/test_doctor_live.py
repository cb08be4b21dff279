"""`qilu doctor --live`: a look at the look-alike, and at one that is not as it should be."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from scraper.doctor.live import ASSUMPTIONS, REQUESTS, Judgement, Purpose, Verdict, judge_all
from scraper.doctor.live.assumption import Assumption, judge
from scraper.doctor.live.evidence import Evidence
from scraper.doctor.live.tour import tour
from scraper.doctor.live.visits import Ask, Visit
from scraper.lookalike import LookAlike, LookAlikeServer, Reply
from scraper.regions import REGIONS

from .conftest import NOWHERE, ROOT, Run, Runner, Serve, leading_to

Answer = Callable[[str, Mapping[str, str]], Reply]
SITE = LookAlike(seed=2, articles=3000)
GALLERY = next(
    f"https://{SITE.brief(k).address}"
    for k in SITE.newest([one for one in SITE.channels if one.host == "yx.iqilu.com"])
)
HOME = "https://dezhou.iqilu.com/"


def visit(ask: Ask, answer: Answer) -> Visit:
    reply = answer(ask.url, ask.headers)
    return Visit(
        ask=ask,
        url=ask.url,
        status=reply.status,
        headers={name.lower(): value for name, value in reply.headers},
        body=reply.body,
    )


def look(answer: Answer, change: Callable[[Visit], Visit] = lambda one: one) -> list[Visit]:
    """Make the tour without a network; `change` may alter what came."""
    steps = tour(REGIONS["dezhou"])
    ask = next(steps)
    visits = [visit(Ask(Purpose.ROBOTS, f"{HOME}robots.txt"), answer)]
    while True:
        visits.append(change(visit(ask, answer)))
        try:
            ask = steps.send(visits[-1])
        except StopIteration:
            return [visits[0], *visits[1:]]


def with_a_gallery(answer: Answer) -> Answer:
    """Let the home page link to a gallery, as that of the real site may."""
    link = f'<a href="{GALLERY}">图集</a></body>'.encode()

    def changed(url: str, headers: Mapping[str, str]) -> Reply:
        reply = answer(url, headers)
        body = reply.body.replace(b"</body>", link) if url == HOME else reply.body
        return replace(reply, body=body if link in body or url != HOME else reply.body + link)

    return changed


GOOD = with_a_gallery(SITE.respond)


def verdicts(visits: list[Visit]) -> dict[str, Judgement]:
    found = judge_all(visits)
    assert [one.topic for one in found] == [one.topic for one in ASSUMPTIONS]
    return {one.topic: one for one in found}


def failing(visits: list[Visit]) -> set[str]:
    return {t for t, one in verdicts(visits).items() if one.verdict is Verdict.FAILS}


# The site as it should be


def test_all_that_the_look_alike_fulfils_holds():
    visits = look(GOOD)
    assert len(visits) <= REQUESTS
    found = verdicts(visits)
    assert {topic for topic, one in found.items() if one.verdict is not Verdict.HOLDS} == set()
    assert all(one.seen and one.url.startswith("http") for one in found.values())
    assert not any(one.advice for one in found.values())


def test_every_assumption_says_what_to_change():
    topics = [one.topic for one in ASSUMPTIONS]
    assert len({*topics}) == len(topics)
    assert all(one.claim and one.advice for one in ASSUMPTIONS)


@pytest.mark.parametrize("one", ASSUMPTIONS, ids=lambda one: str(one.topic))
def test_what_an_advice_names_is_there(one: Any):
    files = re.findall(r"\b(?:scraper|spiders)/[\w/]+(?:\.py|/)", one.advice)
    assert [name for name in files if not (ROOT / name).exists()] == []
    text = "".join((ROOT / name).read_text("utf-8") for name in files if name.endswith(".py"))
    settings = re.findall(r"\b(?:QILU|DOWNLOAD|ROBOTSTXT)_\w+", one.advice)
    names = [*re.findall(r"`([A-Za-z_0-9]+)`", one.advice), *settings]
    everything = text + (ROOT / "scraper/settings.py").read_text("utf-8")
    lacking = [name for name in names if not re.search(rf"\b{name}\b", everything)]
    inherited = ["anchors", "field_sources"]
    assert [name for name in lacking if name not in inherited] == []


# The site as it should not be: what is changed, and what then does not hold


def _bytes(old: str, new: str) -> Callable[[Answer], Answer]:
    """Return what replaces a pattern in every page."""

    def change(answer: Answer) -> Answer:
        def changed(url: str, headers: Mapping[str, str]) -> Reply:
            reply = answer(url, headers)
            fresh = new.encode(errors="surrogateescape")
            return replace(reply, body=re.sub(old.encode(), fresh, reply.body))

        return changed

    return change


def _instead(where: str, reply: Reply) -> Callable[[Answer], Answer]:
    """Return what answers some addresses with something else."""

    def change(answer: Answer) -> Answer:
        return lambda url, headers: reply if re.search(where, url) else answer(url, headers)

    return change


def _without_headers(*names: str) -> Callable[[Answer], Answer]:
    def change(answer: Answer) -> Answer:
        def changed(url: str, headers: Mapping[str, str]) -> Reply:
            reply = answer(url, headers)
            kept = tuple(pair for pair in reply.headers if pair[0] not in names)
            return replace(reply, headers=kept)

        return changed

    return change


def _unconditional(answer: Answer) -> Answer:
    return lambda url, headers: answer(url, {})


def _reversed_lists(answer: Answer) -> Answer:
    """Turn the entries of a list around."""
    entry = re.compile(rb'<div class="news-pic-item.*?</dl>\s*</div>', re.S)

    def changed(url: str, headers: Mapping[str, str]) -> Reply:
        reply = answer(url, headers)
        if "list_" not in url and not url.endswith("/"):
            return reply
        entries = entry.findall(reply.body)[::-1]
        body = entry.sub(lambda _: entries.pop(0), reply.body)
        return replace(reply, body=body)

    return changed


def _falling_ids(answer: Answer) -> Answer:
    """Let the numbers in the addresses fall as time goes on."""

    def turned(found: re.Match[bytes]) -> bytes:
        return b"/%d.shtml" % (9_999_999 - int(found[1]))

    def changed(url: str, headers: Mapping[str, str]) -> Reply:
        right = re.sub(r"/(\d{7})\.shtml", lambda m: f"/{9_999_999 - int(m[1])}.shtml", url)
        reply = answer(right, headers)
        return replace(reply, body=re.sub(rb"/(\d{7})\.shtml", turned, reply.body))

    return changed


def _days_lost(answer: Answer) -> Answer:
    """Let the addresses of articles have no day."""

    def changed(url: str, headers: Mapping[str, str]) -> Reply:
        number = re.search(r"/(\d{7})\.shtml", url)
        k = SITE.numbers.k(int(number[1])) if number else None
        reply = answer(url if k is None else f"https://{SITE.brief(k).address}", headers)
        body = re.sub(rb"/\d{4}/?\d{4}/(\d{7}\.shtml)", rb"/\1", reply.body)
        return replace(reply, body=body)

    return changed


SAID = "这天一早，市民走上街头。"
NO_RELATED = 'mod-reco"></div></div></div><div class="col-sub'
OK_PAGE = SITE.respond(HOME)
ARTICLE = r"/\d{7}(?:_\d)?\.shtml"
BROKEN: dict[str, tuple[Callable[[Answer], Answer], set[str]]] = {
    "host": (_instead(r"dezhou[^/]*/$", Reply(500)), {"host"}),
    "cities": (_instead(r"(qingdao|weifang)[^/]*/$", Reply(404)), {"cities"}),
    "http": (_instead(rf"^http:.*{ARTICLE}", Reply(404)), {"http"}),
    "robots": (_instead("robots", Reply(503)), {"robots"}),
    "pace": (_instead("robots", Reply(200, b"User-agent: *\nCrawl-delay: 10\n")), {"pace"}),
    "charset": (_bytes("</title>", "\udcff\udcff</title>"), {"charset"}),
    "validators": (_without_headers("ETag", "Last-Modified"), {"validators"}),
    "304": (_unconditional, {"304"}),
    "columns": (_bytes(r"(list_\d+_1|index)\.shtml|(?<=/)(?=['\"])", "x.asp"), {"columns"}),
    "newest": (_instead(r"qingdao[^/]*/$", Reply(200, b"<html><a href='/jnms/'>x")), {"newest"}),
    "lists": (_instead(r"dezhou[^/]*/\w+/$", Reply(500)), {"lists"}),
    "list box": (_bytes("mod-list", "moved"), {"list box"}),
    "pager": (_bytes('id="(pageUpDown1|page)"', 'id="pg"'), {"pager"}),
    "paging": (_bytes(r"list_(\d+)_(\d+)\.shtml", r"more_\1_\2.html"), {"paging"}),
    "page 2": (_instead(r"list_\d+_2\.", Reply(404)), {"page 2"}),
    "list end": (_instead("_99999", OK_PAGE), {"list end"}),
    "order": (_reversed_lists, {"order"}),
    "days": (_days_lost, {"days"}),
    "ids": (_falling_ids, {"ids"}),
    "v2016": (_bytes("section-cnt-tit", "title-box"), {"v2016"}),
    "app": (_bytes("article_body", "text-box"), {"app"}),
    "gallery": (_bytes("slide-nav", "slides"), {"gallery"}),
    "video": (_bytes('"vinfo"', '"about"'), {"video"}),
    "v2010": (_bytes('"context"', '"body-text"'), {"v2010"}),
    "text": (_bytes("(?s)<p.*</p>", ""), {"text"}),
    "headline": (_bytes("(?s)<h1>.*?</h1>", ""), {"headline"}),
    "source": (_bytes("来源：<span>[^<]*</span>", "来源：<span></span>"), {"source"}),
    "time": (_bytes(r'(<p class="time">[^<]*\d\d:\d\d):\d\d', r"\1"), {"time"}),
    "day": (_bytes(r"(>\s*20\d\d-)\d\d(-\d\d \d\d:)", r"\g<1>06\2"), {"day"}),
    "related": (_bytes("(?s)mod-reco.*?col-sub", NO_RELATED), {"related"}),
    "path": (_bytes("nav-top", "nav-bar"), {"path"}),
    "contact": (_bytes('(<p class="contact">)[^<]*', rf"<p>{SAID}</p>\1{SAID}"), {"contact"}),
    "parts": (_instead(r"\d{7}_\d\.shtml", Reply(404)), {"parts"}),
}


@pytest.mark.parametrize("topic", BROKEN)
def test_what_does_not_hold_is_said(topic: str):
    change, least = BROKEN[topic]
    visits = look(change(GOOD))
    assert failing(visits) >= least
    found = verdicts(visits)[topic]
    assert found.seen
    assert found.url.startswith("http")
    assert found.advice == one_of(topic).advice


ALONE = {"robots", "pace", "304", "list box", "pager", "list end", "order", "path", "cities"}


@pytest.mark.parametrize("topic", sorted(ALONE))
def test_nothing_else_is_said_not_to_hold(topic: str):
    assert failing(look(BROKEN[topic][0](GOOD))) == {topic}


ELSEWHERE = {"https", "redirects", "allowed", "byline", "records"}


def test_no_assumption_is_one_that_can_only_hold():
    assert {*BROKEN} | ELSEWHERE == {one.topic for one in ASSUMPTIONS}


@pytest.mark.parametrize(
    ("topic", "change"), [("byline", {"authors": ()}), ("records", {"id": ""})]
)
def test_records_that_are_not_as_they_should_be(topic: str, change: dict[str, Any]):
    evidence = Evidence(look(GOOD))
    for reading in evidence.readings:
        assert reading.article
    evidence.__dict__["readings"] = tuple(
        replace(one, article=replace(one.article, **change))
        for one in evidence.readings
        if one.article
    )
    assert judge(one_of(topic), evidence).verdict is Verdict.FAILS


def one_of(topic: str) -> Assumption:
    return next(one for one in ASSUMPTIONS if one.topic == topic)


def test_a_host_without_https():
    visits = look(GOOD, lambda one: replace(one, url=one.url.replace("https:", "http:")))
    assert failing(visits) == {"https"}


def test_pages_that_are_elsewhere():
    def moved(one: Visit) -> Visit:
        return replace(one, url=one.url.replace("dezhou.", "dz."))

    assert failing(look(GOOD, moved)) >= {"redirects"}


def test_what_robots_txt_forbids():
    def forbidden(one: Visit) -> Visit:
        if one.ask.purpose is not Purpose.LIST:
            return one
        return Visit(ask=one.ask, url=one.url, error="Forbidden", is_forbidden=True, is_sent=False)

    assert failing(look(GOOD, forbidden)) == {"allowed"}


def test_nothing_at_all():
    def nothing(url: str, headers: Mapping[str, str]) -> Reply:
        return Reply(200, b"")

    found = verdicts(look(nothing))
    assert {t for t, one in found.items() if one.verdict is Verdict.FAILS} >= {"host"}
    assert found["v2016"].verdict is Verdict.UNSEEN


# The command, on a server


@pytest.fixture
def live(qilu: Runner) -> Callable[..., Run]:
    def start(server: LookAlikeServer, *arguments: object, **environment: str) -> Run:
        pace = () if "--delay" in arguments else ("--delay", 0)
        where = leading_to(server) | environment
        return qilu("doctor", "--live", *arguments, *pace, environment=where)

    return start


@pytest.fixture
def server() -> Iterator[LookAlikeServer]:
    with LookAlikeServer(SITE) as running:
        running.answer = GOOD
        yield running


def assert_polite(server: LookAlikeServer, delay: float = 0) -> None:
    """At most 20 requests, never two at once, at the pace, robots.txt first."""
    asked = sorted(server.requests, key=lambda one: one.start)
    assert 0 < len(asked) <= REQUESTS
    assert all(earlier.end <= later.start for earlier, later in pairwise(asked))
    assert all(later.start - earlier.start >= 0.95 * delay for earlier, later in pairwise(asked))
    hosts = {one.url.split("/")[2] for one in asked}
    for host in hosts:
        first = next(one.url for one in asked if one.url.split("/")[2] == host)
        assert first.endswith("/robots.txt")


def test_a_look_at_the_look_alike(live: Callable[..., Run], server: LookAlikeServer):
    done = live(server, "--json")
    assert done.code == 0, done.stdout
    told = {one["topic"]: one for one in json.loads(done.stdout)}
    assert [*told] == [one.topic for one in ASSUMPTIONS]
    assert {one["verdict"] for one in told.values()} <= {"holds", "not seen"}
    seen = [topic for topic, one in told.items() if one["verdict"] == "holds"]
    assert len(seen) >= len(told) - 1  # the requests may not do for the app's pages
    assert_polite(server)
    contact = "qilu-scraper/"
    assert all(one.headers["user-agent"].startswith(contact) for one in server.requests)
    assert re.fullmatch(r"\d+ pages asked for: \d+ assumptions hold, 0 do not, .*", done.last_line)


def test_a_look_has_the_pace_of_a_crawl(live: Callable[..., Run], server: LookAlikeServer):
    server.answer = _instead("robots", Reply(200, b"User-agent: *\nCrawl-delay: 0.1\n"))(GOOD)
    done = live(server, "--region", "德州")
    assert done.code == 3
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("does not hold")]
    assert "pace" in line
    assert "Crawl-delay of 0.1 s" in line
    asked = [one for one in server.requests if not one.url.endswith("robots.txt")]
    assert_polite(server)
    pauses = [later.start - earlier.start for earlier, later in pairwise(asked)]
    paced = pauses[1:]  # the first leads from robots.txt, which says so
    assert sum(paced) >= 0.09 * len(paced)  # each alone is as regular as this machine is


def test_a_changed_site_gives_advice(live: Callable[..., Run], server: LookAlikeServer):
    server.answer = _bytes("mod-list", "moved")(_unconditional(GOOD))
    done = live(server)
    assert done.code == 3
    lines = [line for line in done.stdout.splitlines() if line.startswith("does not hold")]
    assert len(lines) == 2
    assert any(" 304 " in line and "QILU_CHECK_HOURS" in line for line in lines)
    assert any(" list box " in line and "listing.py" in line for line in lines)
    assert_polite(server)


def test_a_site_that_sends_everyone_around_costs_no_more(
    live: Callable[..., Run], server: LookAlikeServer
):
    def around(url: str, headers: Mapping[str, str]) -> Reply:
        if url.endswith("robots.txt") or "?" in url:
            return GOOD(url.partition("?")[0], headers)
        return Reply(302, b"", (("Location", f"{url}?again"),))

    server.answer = around
    done = live(server)
    assert len(server.requests) == REQUESTS
    assert_polite(server)
    assert done.code in (0, 3)


def test_a_site_without_https(live: Callable[..., Run], server: LookAlikeServer):
    done = live(server, https_proxy=NOWHERE)
    assert done.code == 3
    assert_polite(server)
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("does not hold")]
    assert " https " in line
    assert "QILU_HTTP_FALLBACK" in line


def test_robots_txt_is_obeyed(live: Callable[..., Run], serve: Serve):
    server = serve(seed=2, articles=500, disallow=("/dzyaowen/", "/dzminsheng/"))
    done = live(server)
    assert done.code == 3
    assert any(line.startswith("does not hold  allowed") for line in done.stdout.splitlines())
    assert not [one for one in server.requests if "/dz" in one.url]
    assert_polite(server)


def test_pages_that_never_arrive_whole_were_asked_for(
    live: Callable[..., Run], server: LookAlikeServer
):
    server.answer = _instead(r"(qingdao|weifang)[^/]*/$", Reply(200, b"<html><body>"))(GOOD)
    done = live(server)
    (line,) = [one for one in done.stdout.splitlines() if one.startswith("does not hold")]
    assert " cities " in line
    assert "[the page is cut off; " in line
    assert_polite(server)


def test_no_answer_at_all(live: Callable[..., Run], server: LookAlikeServer):
    done = live(server, http_proxy=NOWHERE, https_proxy=NOWHERE)
    assert done.code == 4
    assert done.last_line.startswith("nothing answered: ")
    assert "Traceback" not in done.stderr
    assert server.requests == []


def test_pages_are_kept(live: Callable[..., Run], server: LookAlikeServer, tmp_path: Path):
    folder = tmp_path / "first-look"
    assert live(server, "--save", folder).code == 0
    lines = [json.loads(line) for line in (folder / "visits.jsonl").read_text("utf-8").splitlines()]
    assert {one["purpose"] for one in lines} >= {"robots", "home", "list", "article"}
    home = next(one for one in lines if one["purpose"] == "home")
    assert (home["asked"], home["status"]) == (HOME, 200)
    assert (folder / home["file"]).read_bytes() == GOOD(HOME, {}).body
    assert sorted(p.name for p in folder.glob("*.html")) == [one["file"] for one in lines]
    count = len(server.requests)
    again = live(server, "--save", folder)
    assert (again.code, "is not empty" in again.last_line) == (2, True)
    assert len(server.requests) == count  # said before anything is asked


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("--region", "dezou"), "dezhou"), (("--region", "dezhou,jinan"), "one region")],
)
def test_a_mistake_in_the_region(
    arguments: tuple[str, str], words: str, live: Callable[..., Run], server: LookAlikeServer
):
    done = live(server, *arguments)
    assert (done.code, words in done.last_line) == (2, True)
    assert server.requests == []
