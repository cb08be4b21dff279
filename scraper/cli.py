"""The command line: `qilu`. Heavy imports wait for the command that needs them.

Here are the commands that run a spider; the others are in `scraper.commands`.
"""

from __future__ import annotations

import logging
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import click

from .commands.dataset import dataset
from .commands.duplicates import duplicates
from .commands.explain import explain
from .commands.export import export
from .commands.folder import gc, health, log
from .commands.local import demo, parse, regions, schema
from .commands.options import (
    DELAY,
    FOLDER,
    GIVEN,
    METRICS,
    OUTPUT,
    PATH,
    SETTINGS,
    VERBOSE,
    fail,
    show,
)
from .commands.report import report
from .health import Exit, code_of, outcome
from .logs import log_to_terminal
from .runner import Printing, end, run
from .version import VERSION


class _Commands(click.Group):
    """Commands in the order of their use, and one line for each mistake."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        from .items import QiluError

        closed = Path(os.devnull)  # `2>&-`
        sys.stdin = sys.stdin or closed.open(encoding="utf-8")
        sys.stderr = sys.stderr or closed.open("w", encoding="utf-8")
        try:
            return super().main(*args, **{**kwargs, "standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message(), err=True)
            sys.exit(Exit.USAGE)
        except click.UsageError as error:
            command = error.ctx.command_path if error.ctx else "qilu"
            fail(f"{error.format_message().rstrip('.')} (see `{command} --help`)", error.exit_code)
        except click.ClickException as error:
            fail(error.format_message(), error.exit_code)
        except QiluError as error:
            fail(str(error), code_of(error))
        except OSError as error:  # standard output on a full disk, or closed
            with suppress(AttributeError, OSError):
                sys.stdout.close()  # else Python writes the rest again, and ends with 120
            if isinstance(error, BrokenPipeError):  # `qilu fetch … | head -1`
                sys.exit(Exit.CRASH)
            fail(str(error), Exit.CRASH)
        except click.Abort:
            sys.exit(Exit.INTERRUPTED)


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
  qilu explain 4691234                    which rule, and what of the page, gave each field
  qilu record URL                         a page with invented text, as a case for the tests
  qilu replay data/archive                the records of kept responses, without network
  qilu export parquet                     the records for other programs; also csv, sqlite, …
  qilu dataset build published            a folder to publish, of what data/out/ holds
  qilu report -o report.html              what the data holds, and what is wrong with it
  qilu demo                               try it on a look-alike of the site, without network
""",
)
@click.version_option(VERSION, prog_name="qilu")
def main() -> None:
    """Clean records from the pages of 齐鲁网 (iqilu.com)."""


@click.command(
    epilog="""\b
Examples:
  qilu crawl dezhou --since 7d
  qilu crawl 德州 济南 --since 2020-11-01 --until 2020-11-30 -o november
  qilu crawl dezhou --columns dzyaowen --max-pages 2 --delay 3
"""
)
@click.argument("regions", nargs=-1, required=True)
@click.option("--since", type=GIVEN, metavar="DAY|AGE", help="First day: 2020-11-01, or 7d, 4w.")
@click.option("--until", type=GIVEN, metavar="DAY|AGE", help="Last day, included.")
@click.option("--columns", type=GIVEN, metavar="SLUGS", help="Only these columns.")
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
    Period.of(str(arguments["since"] or ""), str(arguments["until"] or ""), today=today())
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
    stats = run("region", settings, {"regions": names, **given})
    for path in stats.get("qilu/files", []):
        click.echo(path)
    end(stats)


@click.command(
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
    from .urls import article_address

    for url in urls:
        article_address(url, other_sites=allow_other_sites)
    settings: dict[str, Any] = {"QILU_OUTPUT": "", "RETRY_TIMES": 1}  # someone is waiting
    if delay is not None:
        settings["DOWNLOAD_DELAY"] = delay
    log_to_terminal(logging.INFO if verbose else logging.CRITICAL)
    stats = run(
        "article",
        settings,
        {"url": " ".join(urls), "allow_other_sites": "1" if allow_other_sites else ""},
        printing=Printing(jsonl),
    )
    hosts = stats.get("qilu/plain_http_hosts")
    if hosts and stats.get("item_scraped_count"):
        text = f"asked over http: https failed for {hosts} of the hosts"
        click.echo(f"Warning: {text}", err=True)
    failures = stats.get("qilu/failures", [])
    for failure in failures:
        if failure not in outcome(stats).sentence:
            click.echo(f"Error: {failure}", err=True)
    end(stats, quiet=True, failed=bool(failures))


@click.command(
    epilog="""\b
Examples:
  qilu record https://dezhou.iqilu.com/dzyaowen/2020/1129/4691234.shtml
  qilu record page.html --url URL --name no-crumbs
"""
)
@click.argument("page", metavar="URL|FILE")
@click.option("--url", default="", help="The address that a FILE came from.")
@click.option("--name", default="", metavar="CASE", help="Name of the case.  [default: its number]")
@click.option("--into", type=FOLDER, help="Folder of layouts.")
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
    stats = run("article", {"QILU_OUTPUT": ""}, {"url": url}, receivers)
    if not pages:
        end(stats)
    return bodies[pages[0]], pages[0]


@click.command(
    epilog="""\b
Examples:
  qilu replay data/archive > records.jsonl
  qilu replay data/archive --output data/again
  qilu replay data/archive --diff
"""
)
@click.argument("archives", nargs=-1, required=True, type=PATH)
@click.option(
    "--output",
    "-o",
    type=FOLDER,
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
    stats = run("replay", settings, given, printing=None if output else Printing(jsonl=True))
    for path in stats.get("qilu/files", []):
        click.echo(path)
    end(stats)


def _show_changes(archives: list[Path], against: Path | None) -> None:
    from .changes import Comparison
    from .folders import Folders

    comparison = Comparison(archives, against or Folders.beside(archives[0]).output)
    fields: Counter[str] = Counter()
    changed: set[str] = set()
    for change in comparison.changes():
        show(str(change))
        fields[change.field] += 1
        changed.add(change.id)
    counts = "".join(f", {field} {n}" for field, n in fields.most_common())
    click.echo(f"{len(changed)} of {comparison.compared} records changed{counts}", err=True)
    if damaged := comparison.replay.damaged:
        fail("; ".join(damaged.values()), Exit.CRASH)
    sys.exit(Exit.UNHEALTHY if changed else Exit.OK)


@click.command(
    epilog="""\b
Examples:
  qilu doctor
  qilu doctor --output november --json
  qilu doctor --live --region dezhou --save first-look
"""
)
@click.option("--json", "as_json", is_flag=True, help="A JSON list.")
@click.option("--live", is_flag=True, help="Look at the site instead: at most 20 requests.")
@click.option("--region", help="With --live: the city.  [default: dezhou]")
@click.option(
    "--save",
    type=FOLDER,
    help="With --live: a new folder for the pages.",
)
@DELAY
@OUTPUT
@VERBOSE
def doctor(
    as_json: bool,
    live: bool,
    region: str | None,
    save: Path | None,
    delay: float | None,
    output: Path,
    verbose: bool,
) -> None:
    """Examine this machine and an output folder; or whether the site is as assumed."""
    if live:
        log_to_terminal(logging.INFO if verbose else logging.CRITICAL)
        settings: dict[str, Any] = {} if delay is None else {"DOWNLOAD_DELAY": delay}
        _look(region or "dezhou", save, settings, as_json=as_json)
    if region or save or delay is not None:
        raise click.UsageError("--region, --save and --delay are for --live")
    from .doctor import examine, is_well, to_json, to_lines

    findings = list(examine(output, os.environ, time.time()))
    show(to_json(findings) if as_json else "\n".join(to_lines(findings)))
    sys.exit(Exit.OK if is_well(findings) else Exit.UNHEALTHY)


def _look(region: str, save: Path | None, settings: dict[str, Any], *, as_json: bool) -> NoReturn:
    """Look at the live site, and judge what this project assumes of it."""
    from scrapy import signals

    from .doctor import live

    if save:
        live.make_room(save)
    visits: list[live.Visit] = []
    receivers = {signals.item_scraped: lambda item: visits.append(item)}
    stats = run("doctor", settings, {"region": region}, receivers)
    if stats.get("finish_reason") == "shutdown":
        fail("interrupted", Exit.INTERRUPTED)
    if save:
        live.keep(visits, save)
    judgements = live.judge_all(visits)
    show(live.to_json(judgements) if as_json else live.to_text(judgements))
    code, sentence = live.outcome(visits, judgements)
    click.echo(sentence, err=True)
    sys.exit(code)


for command in (
    *(crawl, health, fetch, parse, explain, record, replay, log),
    *(report, export, dataset, duplicates, regions, schema, demo, doctor, gc),
):
    main.add_command(command)


if __name__ == "__main__":
    main(prog_name="qilu")
