"""The command `qilu`, as a user meets it: what it prints where, and how it exits."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from scraper.cases import OF_THE_RUN
from scraper.items import Record
from scraper.lookalike import LookAlikeServer, Reply
from scraper.lookalike.respond import error
from scraper.regions import REGIONS
from scraper.schema import json_schema
from scraper.version import VERSION

from .conftest import SOON, Crawl, Run, Runner, differences, leading_to

COMMANDS = (
    "crawl",
    "health",
    "doctor",
    "fetch",
    "parse",
    "replay",
    "record",
    "log",
    "gc",
    "regions",
    "schema",
    "demo",
)
ARTICLE = "https://dezhou.iqilu.com/dzyaowen/2020/1129/4691234.shtml"


@pytest.fixture(scope="module")
def record(small: LookAlikeServer) -> Record:
    """The truth of one article of the small site."""
    return next(r for r in small.site.articles_of("dezhou") if r["metadata"]["layout"] == "v2016")


def page(server: LookAlikeServer, url: str) -> bytes:
    return server.site.respond(url).body


def lines(text: str) -> list[str]:
    return text.splitlines()


# What the commands print


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help(command: str, qilu: Runner):
    done = qilu(*command.split(), "-h" if command == "regions" else "--help")
    assert (done.code, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Usage: qilu {command}".rstrip())
    assert all(name in done.stdout for name in COMMANDS if not command)
    assert max(map(len, lines(done.stdout))) <= 100


def test_version(qilu: Runner):
    done = qilu("--version")
    assert (done.code, done.stdout, done.stderr) == (0, f"qilu, version {VERSION}\n", "")


def test_no_command_shows_the_help(qilu: Runner):
    done = qilu()
    assert (done.code, done.stdout) == (2, "")
    assert done.stderr.startswith("Usage: qilu [OPTIONS] COMMAND")
    assert "(see `" not in done.stderr
    assert "Traceback" not in done.stderr


def test_regions(qilu: Runner):
    done = qilu("regions")
    assert (done.code, done.stderr) == (0, "")
    rows = [line.split() for line in lines(done.stdout)]
    assert ["dezhou", "德州", "371400", "dezhou.iqilu.com"] in rows
    assert [row[0] for row in rows] == list(REGIONS)


def test_schema(qilu: Runner):
    done = qilu("schema")
    assert (done.code, done.stderr) == (0, "")
    assert json.loads(done.stdout) == json_schema()


def test_fetch(small: LookAlikeServer, record: Record, qilu: Runner):
    done = qilu("fetch", record["url"], "--delay", 0, environment=leading_to(small))
    assert (done.code, done.stderr) == (0, "")
    fetched = json.loads(done.stdout)
    assert fetched["headline"] == record["headline"]
    assert done.stdout == json.dumps(fetched, ensure_ascii=False, indent=2) + "\n"


def test_fetch_of_several_in_lines(small: LookAlikeServer, qilu: Runner):
    records = list(small.site.articles_of("jinan"))[:3]
    urls = [one["url"] for one in records]
    done = qilu("fetch", "--jsonl", *urls, "--delay", 0, environment=leading_to(small))
    assert (done.code, done.stderr) == (0, "")
    fetched = [json.loads(line)["id"] for line in lines(done.stdout)]
    assert sorted(fetched) == sorted(r["id"] for r in records)


def test_fetch_writes_no_file(small: LookAlikeServer, record: Record, qilu: Runner, tmp_path: Path):
    environment = leading_to(small) | {"SCRAPY_SETTINGS_MODULE": "scraper.settings"}
    done = qilu("fetch", record["url"], "--delay", 0, environment=environment, cwd=tmp_path)
    assert done.code == 0, done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("source", ["a file", "standard input"])
def test_parse(source: str, small: LookAlikeServer, record: Record, qilu: Runner, tmp_path: Path):
    html = page(small, record["url"])
    saved = tmp_path / "page.html"
    saved.write_bytes(html)
    name, stdin = (saved, b"") if source == "a file" else ("-", html)
    done = qilu("parse", name, "--url", record["url"], stdin=stdin)
    assert (done.code, done.stderr) == (0, "")
    parsed = json.loads(done.stdout)
    assert differences([parsed], [record]) == []
    assert parsed["metadata"]["fetched_at"] is None


def test_fetch_parse_and_crawl_make_the_same_record(
    small: LookAlikeServer, record: Record, qilu: Runner, crawl: Crawl, scrapy: Crawl
):
    url = record["url"]
    found = {
        "fetch": qilu("fetch", "--jsonl", url, "--delay", 0, environment=leading_to(small)).stdout,
        "parse": qilu("parse", "-", "--jsonl", "--url", url, stdin=page(small, url)).stdout,
        "crawl": line_of(crawl(small, "dezhou"), record["id"]),
        "spider": line_of(scrapy(small, "article", "-a", f"url={url}"), record["id"]),
    }
    assert found["fetch"].endswith("}\n")
    same = {name: without_run(line) for name, line in found.items()}
    assert same == dict.fromkeys(found, same["parse"])


def line_of(done: Run, id_: str) -> str:
    """Return the line of a record, in the file written last."""
    newest = max(done.files, key=lambda file: (file.stat().st_mtime_ns, file.name))
    return next(
        line
        for file in (newest, *done.files)
        for line in file.read_text("utf-8").splitlines(keepends=True)
        if f'"id": "{id_}"' in line
    )


def without_run(line: str) -> str:
    """Return a line without the values that tell of the run, and nothing else changed."""
    for name in OF_THE_RUN:
        if name != "scraper_version":
            line, count = re.subn(
                rf'"{name}": (?:"[^"]*"|\d+|null|{{[^}}]*}})', f'"{name}": …', line
            )
            assert count == 1
    return line


def test_demo(qilu: Runner, tmp_path: Path):
    done = qilu("demo", "--articles", 40, "-o", tmp_path / "out")
    assert done.code == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert done.records
    assert lines(done.stdout)[1].startswith(f"{len(done.records)} records (")
    shown = json.loads(done.stdout[done.stdout.index("{") : done.stdout.rindex("}") + 1])
    assert shown in done.records
    assert all(str(file) in done.stdout for file in done.files)


def test_the_demo_needs_no_network_and_minds_no_proxy(qilu: Runner, tmp_path: Path):
    upper = {"HTTP_PROXY": "http://127.0.0.1:1", "HTTPS_PROXY": "http://127.0.0.1:1"}
    environment = leading_to(None) | upper | {"NO_PROXY": "*", "no_proxy": "*"}
    done = qilu("demo", "--articles", 20, "-o", tmp_path / "out", environment=environment)
    assert done.code == 0, done.stderr
    assert done.records


def test_the_demo_serves_the_look_alike_until_it_is_interrupted(qilu: Runner):
    command = [sys.executable, "-m", "scraper.cli", "demo", "--serve", "--articles", "200"]
    with subprocess.Popen(
        command, env=leading_to(None), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        printed = []
        for line in process.stdout:
            printed.append(line)
            if "Ctrl-C" in line:
                break
        told = dict(re.findall(r"export (\w+)=(\S*)", "".join(printed)))
        try:
            found = qilu(
                *("crawl", "dezhou", "--delay", 0, "--max-articles", 1),
                *("-o", Path(told["SSL_CERT_FILE"]).parent / "out"),
                environment=leading_to(None) | told,
            )
        finally:
            process.send_signal(subprocess.signal.SIGINT)  # type: ignore[attr-defined]
            try:
                _, stderr = process.communicate(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
    assert found.code == 0, found.stderr
    assert "Traceback" not in stderr
    assert process.returncode in (0, 130)


# Mistakes: one line, no trace


def assert_mistake(done: Run, why: str, code: int = 2) -> None:
    assert done.code == code
    (line,) = lines(done.stderr)
    assert line.startswith("Error: ")
    assert re.search(why, line), line
    assert done.stdout == ""
    assert done.files == []


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ("craw dezhou", r"No such command 'craw'"),
        ("crawl", r"Missing argument 'REGIONS\.\.\.'.*`qilu crawl --help`"),
        ("crawl dezou", r"unknown region 'dezou': did you mean dezhou\?"),
        ("crawl dezhou 烟台市区", r"unknown region '烟台市区': did you mean 烟台\?"),
        ("crawl atlantis-on-sea", r"unknown region 'atlantis-on-sea': `qilu regions` lists them"),
        ("crawl dezhou --since=", r"Invalid value for '--since': it is empty"),
        ("crawl dezhou --columns=", r"Invalid value for '--columns': it is empty"),
        ("crawl dezhou --output=", r"Invalid value for '--output'.*: it is empty"),
        ("crawl dezhou --set QILU_OUTPUT=x", r"QILU_OUTPUT has an option of its own: --output"),
        ("crawl dezhou --set DOWNLOAD_DELAY=1", r"DOWNLOAD_DELAY has .* of its own: --delay"),
        ("crawl dezhou --set LOG_LEVEL=ERROR", r"LOG_LEVEL has an option of its own: --verbose"),
        ("export csv --since=", r"Invalid value for '--since': it is empty"),
        ("export csv --until=", r"Invalid value for '--until': it is empty"),
        ("export csv --output=", r"Invalid value for '--output'.*: it is empty"),
        ("dataset build x --since=", r"Invalid value for '--since': it is empty"),
        ("dataset build x --until=", r"Invalid value for '--until': it is empty"),
        ("report -o x --since=", r"Invalid value for '--since': it is empty"),
        ("report --output=", r"Invalid value for '--output'.*: it is empty"),
        ("replay . --output=", r"Invalid value for '--output'.*: it is empty"),
        ("health --output=", r"Invalid value for '--output'.*: it is empty"),
        ("health --max-age nan", r"'--max-age'"),
        ("health --max-age inf", r"'--max-age'.*inf is not in the range"),
        ("health --max-age 1e300", r"'--max-age'.*1e\+300 is not in the range"),
        ("doctor --region dezhou", r"--region, --save and --delay are for --live"),
        ("doctor --save x", r"--region, --save and --delay are for --live"),
        ("gc --keep-days 99999 --data", r"Invalid value for '--keep-days'"),
        ("demo --faults reset", r"--faults and --port are for --serve"),
        ("demo --port 8000", r"--faults and --port are for --serve"),
        ("demo --serve --port 99999", r"Invalid value for '--port'"),
        ("crawl dezhou --since yesteryear", r"since must be a day like .*, not 'yesteryear'"),
        ("crawl dezhou --since 2020-02-30", r"since must be a day like .*, not '2020-02-30'"),
        ("crawl dezhou --until 30.11.2020", r"until must be a day like .*, not '30\.11\.2020'"),
        ("crawl dezhou --since 2020-11-02 --until 2020-11-01", r"2020-11-02 is after until 2020"),
        ("crawl dezhou --since", r"'--since' requires an argument"),
        ("crawl dezhou --max-pages 0", r"'--max-pages'.*0 is not in the range"),
        ("crawl dezhou --max-articles many", r"'--max-articles'.*'many' is not a valid integer"),
        ("crawl dezhou --delay -1", r"'--delay'.*from 0 to 3600 seconds, not -1"),
        ("crawl dezhou --delay inf", r"'--delay'.*from 0 to 3600 seconds, not inf"),
        ("crawl dezhou --delay nan", r"'--delay'.*from 0 to 3600 seconds, not nan"),
        ("crawl dezhou --columns https://a/b", r"not a column's slug: 'https://a/b'"),
        ("crawl dezhou --delay soon", r"'--delay'.*'soon' is not a valid float"),
        ("crawl dezhou --sinse 7d", r"No such option.*--sinse"),
        ("fetch", r"Missing argument 'URLS\.\.\.'"),
        ("fetch dezhou.iqilu.com", r"not an http\(s\) address: 'dezhou\.iqilu\.com'"),
        ("fetch file:///etc/hostname", r"not an http\(s\) address"),
        ("fetch https://dezhou.iqilu.com/", r"is a home page, not an article: `qilu crawl`"),
        ("fetch https://dezhou.iqilu.com/dzyaowen/", r"is a list page, not an article"),
        (f"fetch {ARTICLE} https://dezhou.iqilu.com/", r"is a home page"),
        ("fetch http://www.elsewhere.example/1.html", r"not on iqilu\.com: .*--allow-other-sites"),
        ("fetch http://127.0.0.1/2020/1129/4691234.shtml", r"not on iqilu\.com"),
        ("parse", r"Missing argument 'FILE'"),
        ("parse -", r"Missing option '--url'"),
        (f"parse /nowhere/page.html --url {ARTICLE}", r"/nowhere/page\.html.*No such file"),
        (f"parse {Path(__file__).parent} --url {ARTICLE}", r"Is a directory"),
        ("parse - --url nonsense", r"not an http\(s\) address: 'nonsense'"),
        ("demo --articles 3", r"'--articles'.*3 is not in the range"),
        ("demo --seed x", r"'--seed'.*'x' is not a valid integer"),
        ("regions dezhou", r"unexpected extra argument"),
    ],
)
def test_a_mistake_is_one_line(arguments: str, why: str, qilu: Runner):
    assert_mistake(qilu(*arguments.split()), why)


@pytest.mark.parametrize("command", ["crawl dezhou", "demo"])
def test_a_folder_that_can_not_be_written_is_said_at_once(
    command: str, qilu: Runner, tmp_path: Path
):
    (tmp_path / "file").write_text("no folder")
    done = qilu(*command.split(), "-o", tmp_path / "file" / "out")
    assert done.code == 2
    assert re.search(r"^Error: can't write into \S+/file/out: Not a directory$", done.stderr)
    assert "Traceback" not in done.stderr


def test_a_folder_that_is_a_file_is_said(qilu: Runner, tmp_path: Path):
    (tmp_path / "file").write_text("no folder")
    assert_mistake(qilu("crawl", "dezhou", "-o", tmp_path / "file"), "'--output'.* is a file")


@pytest.mark.parametrize("command", ["health", "log 4691234", "explain 4691234", "export csv"])
def test_the_output_folder_may_be_named_by_the_environment(
    command: str, qilu: Runner, tmp_path: Path
):
    environment = leading_to(None) | {"QILU_OUTPUT": str(tmp_path)}
    done = qilu(*command.split(), environment=environment)
    assert f" {tmp_path}" in done.stdout + done.stderr


def test_a_page_of_nothing_is_said(qilu: Runner):
    done = qilu("parse", "-", "--url", ARTICLE, stdin=b"")
    assert done.code != 0 or json.loads(done.stdout)["metadata"]["problems"]
    assert "Traceback" not in done.stderr
    assert len(lines(done.stderr)) == (1 if done.code else 0)


# Sites that do not answer as they should


def test_a_fetch_from_an_unreachable_site_is_one_line(qilu: Runner):
    done = qilu("fetch", ARTICLE, "--delay", 0)
    assert_mistake(done, r"nothing fetched: \S+/4691234\.shtml: .*refused", code=4)


def test_a_crawl_of_an_unreachable_site_ends_with_one_line(qilu: Runner, tmp_path: Path):
    done = qilu("crawl", "dezhou", *SOON, "--delay", 0, "-o", tmp_path / "out")
    assert done.code == 4
    assert re.match(r"Error: nothing fetched: \S+//dezhou\.iqilu\.com/: .*refused", done.last_line)
    assert "Traceback" not in done.stderr
    assert (done.stdout, done.files) == ("", [])


def test_an_empty_result_says_why(small: LookAlikeServer, crawl: Crawl):
    done = crawl(small, "dezhou", "--since", "2021-01-01")
    assert (done.code, done.stdout, done.files) == (4, "", [])
    why = "the lists hold no article of the period (since, until)"
    assert done.last_line == f"Error: nothing fetched: {why}"


def test_a_fetch_of_a_missing_page_is_one_line(small: LookAlikeServer, qilu: Runner):
    done = qilu("fetch", ARTICLE, "--delay", 0, environment=leading_to(small))
    assert_mistake(done, f"^Error: nothing fetched: {ARTICLE}: status 404$", code=4)


def test_a_fetch_of_which_one_fails_prints_the_others(
    small: LookAlikeServer, record: Record, qilu: Runner
):
    urls = (ARTICLE, record["url"])
    done = qilu("fetch", *urls, "--jsonl", "--delay", 0, environment=leading_to(small))
    assert json.loads(done.stdout)["id"] == record["id"]
    (line,) = lines(done.stderr)
    assert line.startswith("Error: ")
    assert line.endswith(f"{ARTICLE}: status 404")
    assert done.code == 3


def test_each_page_that_fails_is_said(small: LookAlikeServer, qilu: Runner):
    urls = [ARTICLE.replace("4691234", str(number)) for number in (4691111, 4692222)]
    done = qilu("fetch", *urls, "--delay", 0, environment=leading_to(small))
    said = lines(done.stderr)
    assert len(said) == len(urls)
    assert all(line.startswith("Error: ") for line in said)
    assert {url for url in urls for line in said if line.endswith(f"{url}: status 404")} == {*urls}
    assert (done.code, done.stdout) == (4, "")


def test_a_page_without_an_article_is_said(qilu: Runner):
    from scraper.lookalike import LookAlike

    with LookAlikeServer(LookAlike(articles=10, regions=["dezhou"])) as server:
        home = server.site.respond("https://dezhou.iqilu.com/")

        def homely(url: str, _: Mapping[str, str]) -> Reply:
            return home if url == ARTICLE else error(404)

        server.answer = homely
        done = qilu("fetch", ARTICLE, "--delay", 0, environment=leading_to(server))
    assert "Traceback" not in done.stderr
    if done.code == 0:
        assert json.loads(done.stdout)["metadata"]["problems"]
    else:
        assert len(lines(done.stderr)) == 1


# Terminals


ESCAPE = "\x1b"


def test_nothing_but_text_where_there_is_no_terminal(small: LookAlikeServer, crawl: Crawl):
    forced = {"TERM": "xterm-256color", "COLUMNS": "80"}
    done = crawl(small, "dezhou", **forced)
    assert done.code == 0
    assert ESCAPE not in done.stdout + done.stderr
    assert "\r" not in done.stderr


def on_a_terminal(arguments: list[object], environment: Mapping[str, str]) -> tuple[int, str, str]:
    """Run `qilu` with a terminal for standard error; return code, output, what is shown."""
    ours, theirs = pty.openpty()
    shown = bytearray()

    def read() -> None:
        try:
            while data := os.read(ours, 65_536):
                shown.extend(data)
        except OSError:
            pass  # Linux says so when the other end is closed

    reader = threading.Thread(target=read)
    reader.start()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "scraper.cli", *map(str, arguments)],
            env={**environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=theirs,
            timeout=60,
            check=False,
        )
    finally:
        os.close(theirs)
        reader.join()
        os.close(ours)
    return done.returncode, done.stdout.decode(), shown.decode()


def test_a_terminal_has_a_live_line(small: LookAlikeServer, tmp_path: Path):
    environment = leading_to(small) | {"TERM": "xterm-256color", "COLUMNS": "100"}
    arguments = ["crawl", "dezhou", "--delay", 0.02, "-o", tmp_path / "out"]
    code, stdout, shown = on_a_terminal(arguments, environment)
    assert code == 0, shown
    assert re.search(r"\d+ records", shown)
    assert "https://dezhou.iqilu.com/" in shown
    assert "/min" in shown
    assert ESCAPE + "[" in shown
    assert " INFO " not in shown
    assert ESCAPE not in stdout
    (file,) = (tmp_path / "out").glob("dezhou-*")
    assert stdout == f"{file}\n"
    counted = len(file.read_text("utf-8").splitlines())
    assert lines(shown)[-1].endswith(f"{counted} records, 0 failed, 0 rejected")


def test_no_color_is_minded(small: LookAlikeServer, tmp_path: Path):
    environment = leading_to(small) | {"TERM": "xterm-256color", "NO_COLOR": "1"}
    arguments = ["crawl", "dezhou", "jinan", "--delay", 0, "-o", tmp_path / "out"]
    code, _, shown = on_a_terminal(arguments, environment)
    assert code == 0, shown
    assert re.search(r"\d+ records", shown)
    colours = re.findall(r"\x1b\[[\d;]*(?:3|4|9|10)\d[\d;]*m", shown)
    assert colours == []


def test_a_mistake_on_a_terminal_is_one_line_of_text():
    environment = leading_to(None) | {"TERM": "xterm-256color"}
    code, stdout, shown = on_a_terminal(["crawl", "dezou"], environment)
    assert (code, stdout) == (2, "")
    assert shown == "Error: unknown region 'dezou': did you mean dezhou?\r\n"


def test_verbose_shows_the_log_in_the_place_of_the_live_line(
    small: LookAlikeServer, tmp_path: Path
):
    environment = leading_to(small) | {"TERM": "xterm-256color", "COLUMNS": "100"}
    arguments = ["crawl", "dezhou", "-v", "--delay", 0, "-o", tmp_path / "out"]
    code, _, shown = on_a_terminal(arguments, environment)
    assert code == 0, shown
    assert "Spider opened" in shown
    assert "/min" not in re.sub(r"pages/min|items/min", "", shown)


def test_a_setting_is_changed_and_a_wrong_one_said(
    small: LookAlikeServer, crawl: Crawl, qilu: Runner
):
    done = crawl(small, "dezhou", "--set", "QILU_MAX_COLUMNS=1")
    assert "only 1 are followed" in done.last_line
    done = qilu("crawl", "dezhou", "-s", "DOWNLOAD_DELY=1")
    assert done.code == 2
    assert "no setting of scraper/settings.py: 'DOWNLOAD_DELY'" in done.stderr


def test_an_unknown_fault_is_said_before_the_look_alike_serves(qilu: Runner):
    done = qilu("demo", "--serve", "--faults", "reset,logon")
    assert done.code == 2
    assert done.stderr.startswith("Error: unknown fault 'logon': one of too-many, ")
