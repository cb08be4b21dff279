"""The command line: `qilu`. Heavy imports wait for the command that needs them."""

from __future__ import annotations

import logging
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from . import health_command
from .health import Exit, code_of, outcome
from .logs import log_to_terminal
from .version import VERSION

if TYPE_CHECKING:
    from .items import Article

OUTPUT = click.option(
    "--output",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("data/out"),
    show_default=True,
    help="Folder for the JSON Lines files.",
)


def _seconds(_: click.Context, parameter: click.Parameter, value: float | None) -> float | None:
    if value is not None and not 0 <= value <= LONGEST_DELAY:  # refuses nan too
        raise click.BadParameter(f"must be from 0 to {LONGEST_DELAY} seconds, not {value:g}")
    return value


LONGEST_DELAY = 3600
DELAY = click.option(
    "--delay", type=float, callback=_seconds, help="Seconds between two requests. [default: 1]"
)
METRICS = click.option(
    "--metrics",
    type=click.Path(dir_okay=False),
    help="File for the textfile collector of Prometheus's node exporter.",
)


def _pairs(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    from . import settings

    pairs = dict(one.partition("=")[::2] for one in given)
    for name in pairs:
        if not hasattr(settings, name):
            raise click.BadParameter(f"no setting of scraper/settings.py: {name!r} (NAME=VALUE)")
    return pairs


SETTINGS = click.option(
    "--set",
    "-s",
    "changed",
    multiple=True,
    callback=_pairs,
    metavar="NAME=VALUE",
    help="Change a setting of scraper/settings.py.",
)
VERBOSE = click.option("--verbose", "-v", is_flag=True, help="Show the log.")


class _Commands(click.Group):
    """Commands in the order of their use, and one line for each mistake."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        from .items import QiluError

        try:
            return super().main(*args, **{**kwargs, "standalone_mode": False})
        except click.UsageError as error:
            command = error.ctx.command_path if error.ctx else "qilu"
            _fail(f"{error.format_message().rstrip('.')} (see `{command} --help`)", error.exit_code)
        except click.ClickException as error:
            _fail(error.format_message(), error.exit_code)
        except QiluError as error:
            _fail(str(error), code_of(error))
        except click.Abort:
            sys.exit(Exit.INTERRUPTED)


def _fail(message: str, code: int) -> NoReturn:
    """Say what went wrong in one line, and exit."""
    click.echo(f"Error: {message}", err=True)
    sys.exit(code)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Examples:
  qilu crawl dezhou jinan --since 7d      the last week of two cities, into data/out/
  qilu crawl all --since 2020-11-01       the 16 cities, from a day on
  qilu health                             how the last runs went, for a monitor
  qilu fetch URL                          one page as a record, on standard output
  qilu parse page.html --url URL          the same from a saved page, without network
  qilu record URL                         a page with invented text, as a case for the tests
  qilu replay data/archive                the records of kept responses, without network
  qilu demo                               try it on a look-alike of the site, without network
""",
)
@click.version_option(VERSION, prog_name="qilu")
def main() -> None:
    """Clean records from the pages of 齐鲁网 (iqilu.com)."""


@main.command(
    epilog="""\b
Examples:
  qilu crawl dezhou --since 7d
  qilu crawl 德州 济南 --since 2020-11-01 --until 2020-11-30 -o november
  qilu crawl dezhou --columns dzyaowen --max-pages 2 --delay 3
"""
)
@click.argument("regions", nargs=-1, required=True)
@click.option("--since", default="", metavar="DAY|AGE", help="First day: 2020-11-01, or 7d, 4w.")
@click.option("--until", default="", metavar="DAY|AGE", help="Last day, included.")
@click.option("--columns", default="", metavar="SLUGS", help="Only these columns.")
@click.option("--max-pages", type=click.IntRange(min=1), help="List pages a column.")
@click.option("--max-articles", type=click.IntRange(min=1), help="Articles in all.")
@click.option("--no-archive", is_flag=True, help="Do not keep the responses (WARC files).")
@DELAY
@SETTINGS
@OUTPUT
@METRICS
@VERBOSE
def crawl(
    regions: tuple[str, ...],
    no_archive: bool,
    delay: float | None,
    changed: dict[str, str],
    output: Path,
    metrics: str | None,
    verbose: bool,
    **arguments: str | int | None,
) -> None:
    """Crawl the articles of cities (slugs or names; `all`) into JSON Lines files."""
    from .periods import Period, today
    from .regions import select

    names = ",".join(region.slug for region in select(" ".join(regions)))
    Period.of(str(arguments["since"]), str(arguments["until"]), today=today())
    _check_contact()
    settings: dict[str, Any] = {**changed, "QILU_OUTPUT": str(output)}
    if no_archive:
        settings["QILU_ARCHIVE"] = False
    if delay is not None:
        settings["DOWNLOAD_DELAY"] = delay
    if metrics:
        settings["QILU_METRICS"] = metrics
    given = {name: str(value) for name, value in arguments.items() if value}
    log_to_terminal(logging.INFO if verbose or not sys.stderr.isatty() else logging.WARNING)
    settings["QILU_PROGRESS"] = sys.stderr.isatty() and not verbose
    stats = _run("region", settings, {"regions": names, **given})
    for path in stats.get("qilu/files", []):
        click.echo(path)
    _end(stats)


main.add_command(health_command.health)


@main.command(
    epilog="""\b
Examples:
  qilu fetch https://dezhou.iqilu.com/dzyaowen/2020/1129/4691234.shtml
  qilu fetch --jsonl URL URL > two.jsonl
"""
)
@click.argument("urls", nargs=-1, required=True)
@click.option("--jsonl", is_flag=True, help="One line a record.")
@click.option("--allow-other-sites", is_flag=True, help="Take pages of other sites too.")
@DELAY
@VERBOSE
def fetch(
    urls: tuple[str, ...],
    jsonl: bool,
    allow_other_sites: bool,
    delay: float | None,
    verbose: bool,
) -> None:
    """Fetch pages and print their records."""
    from scrapy import signals

    from .urls import article_address

    for url in urls:
        article_address(url, other_sites=allow_other_sites)
    settings: dict[str, Any] = {"QILU_OUTPUT": "", "RETRY_TIMES": 1}  # someone is waiting
    if delay is not None:
        settings["DOWNLOAD_DELAY"] = delay
    log_to_terminal(logging.INFO if verbose else logging.CRITICAL)
    stats = _run(
        "article",
        settings,
        {"url": " ".join(urls), "allow_other_sites": "1" if allow_other_sites else ""},
        {signals.item_scraped: lambda item: _print(item, jsonl)},
    )
    failures = stats.get("qilu/failures", [])
    for failure in failures:
        if failure not in outcome(stats).sentence:
            click.echo(f"Error: {failure}", err=True)
    _end(stats, quiet=True, failed=bool(failures))


@main.command(
    epilog="""\b
Examples:
  qilu parse page.html --url https://dezhou.iqilu.com/dzyaowen/2020/1129/4691234.shtml
  curl -s URL | qilu parse - --url URL
"""
)
@click.argument("file", type=click.File("rb"))
@click.option("--url", required=True, help="The address the page came from.")
@click.option("--jsonl", is_flag=True, help="One line.")
def parse(file: Any, url: str, jsonl: bool) -> None:
    """Print the record of a saved page; no network."""
    from .extract import parse_article

    try:
        html = file.read()
    except OSError as error:
        _fail(f"{file.name}: {error.strerror}", Exit.USAGE)
    _print(parse_article(html, url), jsonl)


@main.command(
    epilog="""\b
Examples:
  qilu record https://dezhou.iqilu.com/dzyaowen/2020/1129/4691234.shtml
  qilu record page.html --url URL --name no-crumbs
"""
)
@click.argument("page", metavar="URL|FILE")
@click.option("--url", default="", help="The address that a FILE came from.")
@click.option("--name", default="", metavar="CASE", help="Name of the case.  [default: its number]")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), help="Folder of layouts.")
def record(page: str, url: str, name: str, into: Path | None) -> None:
    """Save a page with invented text as a new case for the tests."""
    from . import cases

    is_url = page.startswith(("http://", "https://"))
    if bool(url) == is_url:
        raise click.UsageError("a FILE needs --url, the address it came from; a URL needs none")
    folder = cases.folder(into, name)
    html, address = _fetched(page) if is_url else (cases.saved(Path(page)), url)
    click.echo(cases.record(html, address, folder, name))
    click.echo("Check each value of expected.json, and say in meta.json what is odd.", err=True)


def _fetched(url: str) -> tuple[bytes, str]:
    """Fetch one page; return its bytes and the address that answered."""
    from scrapy import signals

    bodies: dict[str, bytes] = {}
    pages: list[str] = []
    receivers: dict[object, Callable[..., None]] = {
        signals.response_received: lambda response: bodies.update({response.url: response.body}),
        signals.item_scraped: lambda item: pages.append(item.url),
    }
    log_to_terminal(logging.CRITICAL)
    stats = _run("article", {"QILU_OUTPUT": ""}, {"url": url}, receivers)
    if not pages:
        _end(stats)
    return bodies[pages[0]], pages[0]


@main.command(
    epilog="""\b
Examples:
  qilu replay data/archive > records.jsonl
  qilu replay data/archive --output data/again
  qilu replay data/archive --diff
"""
)
@click.argument("archives", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--output",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    help="A new folder for the JSON Lines files.  [default: standard output]",
)
@click.option("--diff", is_flag=True, help="Compare with existing records; exit 3 if any changed.")
@click.option(
    "--against",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="The folder of these records.  [default: the one that the archive belongs to]",
)
@VERBOSE
def replay(
    archives: tuple[Path, ...], output: Path | None, diff: bool, against: Path | None, verbose: bool
) -> None:
    """Read the pages in archives (WARC files, folders) again; no network."""
    from scrapy import signals

    from .archive import find

    if (output and diff) or (against and not diff):
        raise click.UsageError("--output is for records, --against for --diff")
    files = find(*archives)
    if diff:
        _show_changes(files, against)
        return
    if any("," in str(file) for file in files):
        raise click.UsageError("a comma in the name of an archive")
    log_to_terminal(logging.INFO if verbose else logging.CRITICAL)
    settings = {"QILU_OUTPUT": str(output or "")}
    given = {"archive": ",".join(map(str, files))}
    shown: dict[object, Callable[..., None]] = {
        signals.item_scraped: lambda item: _print(item, jsonl=True)
    }
    stats = _run("replay", settings, given, None if output else shown)
    for path in stats.get("qilu/files", []):
        click.echo(path)
    _end(stats)


def _show_changes(archives: list[Path], against: Path | None) -> None:
    from .changes import Comparison
    from .folders import Folders

    comparison = Comparison(archives, against or Folders.beside(archives[0]).output)
    fields: Counter[str] = Counter()
    changed: set[str] = set()
    for change in comparison.changes():
        click.echo(str(change))
        fields[change.field] += 1
        changed.add(change.id)
    counts = "".join(f", {field} {n}" for field, n in fields.most_common())
    click.echo(f"{len(changed)} of {comparison.compared} records changed{counts}", err=True)
    if damaged := comparison.replay.damaged:
        _fail("; ".join(damaged.values()), Exit.CRASH)
    sys.exit(Exit.UNHEALTHY if changed else Exit.OK)


@main.command(
    epilog="""\b
Examples:
  qilu log 4691234
  qilu log 4691234 -o november -o december
"""
)
@click.argument("id", metavar="ID")
@click.option(
    "--output",
    "-o",
    "folders",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    multiple=True,
    default=(Path("data/out"),),
    show_default="data/out",
    help="Folder of JSON Lines files; may be given several times.",
)
def log(id: str, folders: tuple[Path, ...]) -> None:
    """Show the revisions of an article: when, in which file, and what changed."""
    from .history import changes, revisions

    found = revisions(id, folders)
    if not found:
        _fail(f"no article {id} in {', '.join(map(str, folders))}", Exit.USAGE)
    for before, one in zip([None, *found], found, strict=False):
        when = one.record["metadata"]["fetched_at"]
        click.echo(f"revision {one.number}  {when}  {one.file}")
        if before is None:
            click.echo(f"  {one.record['headline'] or ''}")
            continue
        for field, difference in changes(before.record, one.record):
            click.echo(f"  {field}: {difference}")


@main.command()
def regions() -> None:
    """List the cities: slug, name, code, host."""
    from .regions import REGIONS, host

    for region in REGIONS.values():
        click.echo(f"{region.slug:<10}{region.name}  {region.code}  {host(region)}")


@main.command()
def schema() -> None:
    """Print the JSON Schema of the records."""
    from .schema import json_schema, to_text

    click.echo(to_text(json_schema()), nl=False)


@main.command(
    epilog="""\b
Examples:
  qilu demo
  qilu demo --serve --port 8731 --articles 1000000
"""
)
@click.option("--articles", type=click.IntRange(10, 1_000_000), help="How many it has.")
@click.option("--seed", default=1, show_default=True, help="Another seed, another site.")
@click.option("--serve", is_flag=True, help="Only serve it, until Ctrl-C.")
@click.option("--faults", default="", metavar="NAMES", help="With --serve: let it misbehave.")
@click.option("--port", default=0, help="Port for --serve.  [default: a free one]")
@click.option("--sample", type=click.Path(dir_okay=False, path_type=Path), hidden=True)
@click.option(
    "--output",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the JSON Lines files.  [default: data/demo, emptied first]",
)
def demo(
    articles: int | None,
    seed: int,
    serve: bool,
    faults: str,
    port: int,
    sample: Path | None,
    output: Path | None,
) -> None:
    """Crawl a bundled look-alike of the site, without network."""
    from . import demo as show

    if serve:
        show.serve(port, articles=articles or 400, seed=seed, faults=faults)
        return
    files = show.crawl(output, articles=articles or 120, seed=seed)
    if sample:
        sample.write_text(show.sample(files), encoding="utf-8", newline="\n")
    show.show(files)


@main.command(
    epilog="""\b
Examples:
  qilu doctor
  qilu doctor --output november --json
  qilu doctor --live --region dezhou --save first-look
"""
)
@click.option("--json", "as_json", is_flag=True, help="A JSON list.")
@click.option("--live", is_flag=True, help="Look at the site instead: at most 20 requests.")
@click.option("--region", default="dezhou", show_default=True, help="With --live: the city.")
@click.option(
    "--save",
    type=click.Path(file_okay=False, path_type=Path),
    help="With --live: a new folder for the pages.",
)
@DELAY
@OUTPUT
@VERBOSE
def doctor(
    as_json: bool,
    live: bool,
    region: str,
    save: Path | None,
    delay: float | None,
    output: Path,
    verbose: bool,
) -> None:
    """Examine this machine and an output folder; or whether the site is as assumed."""
    if live:
        log_to_terminal(logging.INFO if verbose else logging.CRITICAL)
        settings: dict[str, Any] = {} if delay is None else {"DOWNLOAD_DELAY": delay}
        _look(region, save, settings, as_json=as_json)
    import os
    import time

    from .doctor import examine, is_well, to_json, to_lines

    findings = list(examine(output, os.environ, time.time()))
    click.echo(to_json(findings) if as_json else "\n".join(to_lines(findings)))
    sys.exit(Exit.OK if is_well(findings) else Exit.UNHEALTHY)


def _look(region: str, save: Path | None, settings: dict[str, Any], *, as_json: bool) -> NoReturn:
    """Look at the live site, and judge what this project assumes of it."""
    from scrapy import signals

    from .doctor import live

    _check_contact()
    if save:
        live.make_room(save)
    visits: list[live.Visit] = []
    receivers = {signals.item_scraped: lambda item: visits.append(item)}
    _run("doctor", settings, {"region": region}, receivers)
    if save:
        live.keep(visits, save)
    judgements = live.judge_all(visits)
    click.echo(live.to_json(judgements) if as_json else live.to_text(judgements))
    code, sentence = live.outcome(visits, judgements)
    click.echo(sentence, err=True)
    sys.exit(code)


@main.command(
    epilog="""\b
Examples:
  qilu gc --keep-days 90 --archives              what would go
  qilu gc --keep-days 90 --archives --delete     remove it
"""
)
@click.option(
    "--keep-days",
    type=click.IntRange(min=1),
    required=True,
    help="Files of older runs may go; the newest good ones of each region stay.",
)
@click.option("--archives", is_flag=True, help="Archives of the responses.")
@click.option("--data", is_flag=True, help="Data files; their articles stay known.")
@click.option("--delete", is_flag=True, help="Remove them; else they are only listed.")
@OUTPUT
def gc(keep_days: int, archives: bool, data: bool, delete: bool, output: Path) -> None:
    """Remove the archives and data files of old runs."""
    import time

    from . import gc as housekeeping

    if not (archives or data):
        raise click.UsageError("nothing chosen: give --archives, --data or both.")
    what = housekeeping.What(data=data, archives=archives, keep_days=keep_days)
    for line in housekeeping.collect(output, what, time.time(), delete=delete):
        click.echo(line)


def _check_contact() -> None:
    from .manners import check_contact
    from .settings import QILU_CONTACT

    streams = (sys.stdin, sys.stdout, sys.stderr)
    check_contact(QILU_CONTACT, attended=any(one and one.isatty() for one in streams))


def _print(article: Article, jsonl: bool) -> None:
    from .records import to_json

    text = to_json(article, indent=None if jsonl else 2)
    sys.stdout.buffer.write(f"{text}\n".encode())
    sys.stdout.buffer.flush()


def _run(
    spider: str,
    settings: dict[str, Any],
    arguments: dict[str, str],
    receivers: Mapping[object, Callable[..., None]] | None = None,
) -> dict[str, Any]:
    """Run a spider to its end; return the stats."""
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from .items import QiluError

    project = Settings()
    project.setmodule("scraper.settings", priority="project")
    project.update({"LOG_INSTALL_ROOT_HANDLER": False, **settings}, priority="cmdline")
    process = AsyncCrawlerProcess(project)
    crawler = process.create_crawler(spider)
    for signal, receiver in (receivers or {}).items():
        crawler.signals.connect(receiver, signal=signal, weak=False)
    run = process.crawl(crawler, **arguments)
    process.start()
    if not run.done() or run.cancelled():
        _fail("interrupted at once: the next run goes on from here", Exit.INTERRUPTED)
    if error := run.exception():
        if isinstance(error, QiluError):
            _fail(str(error), code_of(error))
        _fail(f"the crawl could not start: {type(error).__name__}: {error}", Exit.CRASH)
    stats: dict[str, Any] = crawler.stats.get_stats()
    return stats


def _end(stats: dict[str, Any], *, quiet: bool = False, failed: bool = False) -> None:
    """Say how a run ended, and exit with its code."""
    code, sentence = outcome(stats)
    if stats.get("qilu/alarms") and "qilu/report" in stats:
        sentence += f"; the report: {stats['qilu/report']}"
    if code or not quiet:
        click.echo(sentence if not code else f"Error: {sentence}", err=True)
    sys.exit(code or (Exit.UNHEALTHY if failed else Exit.OK))


if __name__ == "__main__":
    main(prog_name="qilu")
