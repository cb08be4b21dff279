"""The files of deploy/: taken by the programs they are for, and their commands run."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from scraper.health import Exit
from scraper.lookalike import LookAlike, LookAlikeServer
from scraper.periods import today

from .conftest import ROOT, data_files, leading_to

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
TIMERS = sorted((DEPLOY / "systemd").glob("*.timer"))
HERE = str(Path(sys.executable).parent)


@pytest.fixture(scope="module")
def of_today() -> Iterator[LookAlikeServer]:
    """Serve the cities that the files name, with articles of the last days."""
    newest = today()
    cities = ("dezhou", "heze", "jinan", "liaocheng")
    site = LookAlike(5, 60, cities, newest, newest - timedelta(days=9))
    with LookAlikeServer(site) as server:
        yield server


def run(
    command: str, server: LookAlikeServer, home: Path, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a command of deploy/ in a shell: in a folder of the test's, and without waiting."""
    command = command.replace("/var/lib/qilu", f"{home}")
    command = command.replace("qilu crawl", "qilu crawl --delay 0 -s AUTOTHROTTLE_ENABLED=False")
    return subprocess.run(
        ["/bin/sh", "-c", command],
        cwd="/",
        env=leading_to(server) | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


# systemd


def lines(unit: Path, key: str) -> list[str]:
    """Return the values of a key in a unit or an environment file."""
    return re.findall(rf"^{key}=(.*)$", unit.read_text("utf-8"), re.M)


def there(text: str) -> str:
    """Return text of a unit with the `qilu` of this environment."""
    return text.replace("/opt/qilu/.venv/bin", HERE)


def test_the_units_are_to_systemd_s_liking(tmp_path: Path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("there is no systemd-analyze")
    for file in (*UNITS, *TIMERS):
        # A template is looked at as an instance of it.
        name = file.name.replace("@.", "@west.")
        (tmp_path / name).write_text(there(file.read_text("utf-8")), "utf-8")
    units = sorted(f"{file}" for file in tmp_path.iterdir())
    assert len(units) == 5
    verify = ["systemd-analyze", "verify", "--man=no", *units]
    done = subprocess.run(verify, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    secure = ["systemd-analyze", "security", "--offline=true", "--threshold=20", units[-2]]
    assert units[-2].endswith("qilu@west.service")
    done = subprocess.run(secure, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout


def test_the_services_do_what_they_are_for(of_today: LookAlikeServer, tmp_path: Path):
    crawl, daily = (DEPLOY / "systemd" / name for name in ("qilu@.service", "qilu-daily.service"))
    west = dict(re.findall(r"^(\w+)=(.*)$", (DEPLOY / "systemd/west.env").read_text("utf-8"), re.M))
    for command in (*lines(crawl, "ExecStart"), *lines(daily, "ExecStart")):
        done = run(there(command).removeprefix("-"), of_today, tmp_path, west)
        assert done.returncode == 0, f"{command}\n{done.stderr}"
    regions = {file.name.partition("-")[0] for file in data_files(tmp_path / "out")}
    assert regions == {"dezhou", "heze", "liaocheng"}


def test_systemd_knows_the_exit_codes():
    crawl = DEPLOY / "systemd" / "qilu@.service"
    (fine,), (again,) = lines(crawl, "SuccessExitStatus"), lines(crawl, "RestartForceExitStatus")
    assert [Exit(int(code)).name for code in fine.split()] == ["UNHEALTHY", "INTERRUPTED"]
    assert Exit(int(again)) is Exit.NOT_NOW


def test_each_timer_has_its_service():
    assert {timer.with_suffix(".service") for timer in TIMERS} < {*UNITS}
    for unit in UNITS:
        for hook in lines(unit, "OnFailure"):
            assert (DEPLOY / "systemd" / hook.replace("%n", "")).is_file()


# cron


def table() -> tuple[dict[str, str], list[str]]:
    """Read deploy/cron as cron does: the environment, and each line's command."""
    environment: dict[str, str] = {}
    commands = []
    for line in (DEPLOY / "cron").read_text("utf-8").splitlines():
        if found := re.fullmatch(r'([A-Z_]+)=("[^"]*"|\S+)', line):  # to cron, `X=` is no variable
            environment[found[1]] = found[2].strip('"')
        elif line and not line.startswith("#"):
            *times, user, command = line.split(None, 6)
            assert all(re.fullmatch(r"\*|\d{1,2}", time) for time in times), times
            assert (len(times), user) == (5, "qilu")
            assert "%" not in command, "cron takes it for the end of a line"
            commands.append(command)
    return environment, commands


def test_cron_s_commands_run_and_are_silent_while_all_is_well(
    of_today: LookAlikeServer, tmp_path: Path
):
    environment, commands = table()
    environment["PATH"] = environment["PATH"].replace("/opt/qilu/.venv/bin", HERE)
    for command in commands:
        done = run(command, of_today, tmp_path, environment)
        log = (tmp_path / "crawl.log").read_text("utf-8")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), log
    regions = {file.name.partition("-")[0] for file in data_files(tmp_path / "out")}
    assert regions == {"dezhou", "jinan"}


def test_cron_mails_why_a_crawl_failed(of_today: LookAlikeServer, tmp_path: Path):
    environment, (crawl, health, _) = table()
    environment["PATH"] = environment["PATH"].replace("/opt/qilu/.venv/bin", HERE)
    failed = run(crawl, of_today, tmp_path, environment | {"QILU_HOURS": "none"})
    assert failed.stdout.startswith("Error: QILU_HOURS must be like 22-6")
    assert failed.stdout.count("\n") == 1
    told = run(health, of_today, tmp_path, environment)
    assert told.stdout.startswith("QILU UNKNOWN - no run has ended yet")


# The container


def steps(name: str) -> list[str]:
    """Return what the container file says to an instruction."""
    text = (DEPLOY / "Containerfile").read_text("utf-8").replace("\\\n", " ")
    return re.findall(rf"^{name} (.*)$", text, re.M)


def copied() -> list[str]:
    """Return the files and folders of the project that go into the image."""
    words = [shlex.split(step) for step in steps("COPY") if not step.startswith("--from")]
    return [source for *sources, _ in words for source in sources]


def test_what_the_image_is_made_of_is_there_and_not_ignored():
    ignore = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    rules = [line for line in ignore if line and not line.startswith("#")]
    assert rules[0] == "*"
    assert {rule.removeprefix("!") for rule in rules if rule.startswith("!")} == {*copied()}
    assert [name for name in copied() if not (ROOT / name).exists()] == []


def test_what_the_image_is_made_of_suffices(tmp_path: Path):
    """The last step of the first stage, with nothing but what is copied before."""
    for name in copied():
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, tmp_path / name)
    build = ("pip", "wheel", "-q", "--no-index", "--no-deps", "--no-build-isolation", "-w", "made")
    subprocess.run([sys.executable, "-m", *build, "."], cwd=tmp_path, check=True, timeout=60)
    (wheel,) = (tmp_path / "made").glob("qilu_scraper-*.whl")
    help_ = "import sys; sys.path.insert(0, sys.argv.pop(1)); from scraper.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", help_, wheel, "regions"],
        cwd=tmp_path / "made",
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "dezhou" in done.stdout


def test_the_image_runs_qilu_itself_and_not_as_root():
    assert steps("ENTRYPOINT") == ['["qilu"]']  # no shell between it and signals
    assert steps("USER") == ["10001:10001"]
    assert steps("VOLUME") == ["/data"]
    assert steps("WORKDIR")[-1] == "/"  # from there, data/out is on the volume
    assert any("--require-hashes -r requirements.txt" in step for step in steps("RUN"))


def test_the_image_can_be_built():
    engine = next(filter(shutil.which, ("docker", "podman")), None)
    if engine is None:
        pytest.skip("there is neither docker nor podman")
    base = steps("FROM")[-1]
    for needed in (["info"], ["image", "inspect", base]):
        if subprocess.run([engine, *needed], capture_output=True, check=False).returncode:
            pytest.skip(f"`{engine} {' '.join(needed)}` fails here")
    build = [engine, "build", "-q", "--file", f"{DEPLOY / 'Containerfile'}", f"{ROOT}"]
    image = subprocess.run(build, capture_output=True, text=True, check=True).stdout.strip()
    done = subprocess.run([engine, "run", "--rm", image, "regions"], capture_output=True, text=True)
    assert "dezhou" in done.stdout, done.stderr
