"""The floors never fall: neither in the project's table, nor in made-up ones that try."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from . import floors

TABLE = "[a.least]\ntitle = [0.9, 0.95]\n[a.most]\nleak = [0.2, 0.1]\n"


# -- the project's own table --


def test_no_floor_falls_within_its_list() -> None:
    assert floors.slips(floors.read(floors.FILE.read_text("utf-8"))) == []


def test_no_floor_was_higher_in_any_committed_version() -> None:
    now = floors.read(floors.FILE.read_text("utf-8"))
    versions = floors.committed(floors.FILE)
    if not versions:
        pytest.skip("no history here: no git, or no repository with this file")
    assert [fall for before in versions for fall in floors.lowered(now, before)] == []
    if floors.history_is_cut(floors.FILE):
        pytest.skip("only a part of the history is here: git fetch --unshallow")


def test_known_pages_are_held_to_more_than_any_pages() -> None:
    table = floors.read(floors.FILE.read_text("utf-8"))
    known = {name.split(".")[1] for name in table if name.startswith("pages.")}
    assert known
    for pages in known:
        basis = {
            name.replace("any.", f"pages.{pages}.", 1): numbers
            for name, numbers in table.items()
            if name.startswith("any.")
        }
        assert floors.lowered(table, basis) == []


# -- tables that try --


def test_a_rise_is_no_slip() -> None:
    assert floors.slips(floors.read(TABLE)) == []


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("[a.least]\ntitle = [0.9, 0.95, 0.94]", "a.least.title"),
        ("[a.least]\ntitle = [0.95, 0.9, 0.96]", "a.least.title"),
        ("[a.most]\nleak = [0.1, 0.2]", "a.most.leak"),
    ],
)
def test_a_fall_within_a_list_is_a_slip(table: str, name: str) -> None:
    assert [slip.partition(":")[0] for slip in floors.slips(floors.read(table))] == [name]


@pytest.mark.parametrize(
    "table", ["title = [0.9]", "[a]\ntitle = [0.9]", "[a.least]\ntitle = []", "[a.least]\nb = 0.5"]
)
def test_a_table_of_another_form_is_refused(table: str) -> None:
    with pytest.raises(ValueError, match="expected a list"):
        floors.read(table)


@pytest.mark.parametrize(
    ("was", "becomes", "falls"),
    [
        ("0.9, 0.95", "0.9, 0.95, 0.97", []),
        ("0.9, 0.95", "0.96", []),
        ("0.9, 0.95", "0.9", ["a.least.title: was 0.95, is 0.9"]),
        ("0.9, 0.95", "0.9, 0.94", ["a.least.title: was 0.95, is 0.94"]),
        ("0.2, 0.1", "0.2, 0.1, 0.05", []),
        ("0.2, 0.1", "0.2, 0.15", ["a.most.leak: was 0.1, is 0.15"]),
    ],
)
def test_what_was_lowered_is_named(was: str, becomes: str, falls: list[str]) -> None:
    before = floors.read(TABLE)
    now = floors.read(TABLE.replace(f"[{was}]", f"[{becomes}]"))
    assert floors.lowered(now, before) == falls


@pytest.mark.parametrize(
    "now",
    ["[a.most]\nleak = [0.1]", "[a.most]\nleak = [0.1]\ntitle = [1.0]", "[b.least]\ntitle = [1.0]"],
)
def test_a_floor_that_is_gone_was_lowered(now: str) -> None:
    before = floors.read("[a.least]\ntitle = [0.9]")
    assert floors.lowered(floors.read(now), before) == ["a.least.title: was 0.9, is gone"]


# -- figures --


def test_figures_at_their_floors_hold() -> None:
    assert floors.broken(floors.read(TABLE), "a", {"title": 0.95, "leak": 0.1}) == []


@pytest.mark.parametrize(
    ("figures", "says"),
    [
        ({"title": 0.9499, "leak": 0.0}, "a.least.title: 0.9499, the floor is 0.95"),
        ({"title": 1.0, "leak": 0.11}, "a.most.leak: 0.1100, the floor is 0.1"),
        ({"title": 1.0}, "a: a floor or figure alone: leak"),
        ({"title": 1.0, "leak": 0.0, "day": 1.0}, "a: a floor or figure alone: day"),
    ],
)
def test_figures_that_do_not_hold_are_named(figures: dict[str, float], says: str) -> None:
    assert floors.broken(floors.read(TABLE), "a", figures) == [says]


# -- made-up repositories --


class Repository:
    """A repository with a table of one floor."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "floors.toml"
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str) -> None:
        who = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
        alone = ["-c", "core.hooksPath=/dev/null"]
        subprocess.run(
            ["git", *who, *alone, *arguments],
            cwd=self.file.parent,
            check=True,
            capture_output=True,
        )

    def write(self, *numbers: float) -> None:
        self.file.write_text(f"[a.least]\ntitle = {list(numbers)}\n", "utf-8")

    def commit(self, *numbers: float) -> None:
        self.write(*numbers)
        self.git("add", ".")
        self.git("commit", "--quiet", "--message", "x")

    def falls(self) -> list[str]:
        now = floors.read(self.file.read_text("utf-8"))
        return [
            fall for before in floors.committed(self.file) for fall in floors.lowered(now, before)
        ]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    if not shutil.which("git"):
        pytest.skip("no git here")
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "tests").mkdir()
    return Repository(tmp_path / "tests")


def test_rises_that_were_committed_are_no_falls(repository: Repository) -> None:
    repository.commit(0.9)
    repository.commit(0.9, 0.95)
    repository.write(0.9, 0.95, 0.96)
    assert len(floors.committed(repository.file)) == 2
    assert repository.falls() == []


def test_a_fall_that_is_not_yet_committed_is_seen(repository: Repository) -> None:
    repository.commit(0.9, 0.95)
    repository.write(0.9)
    assert repository.falls() == ["a.least.title: was 0.95, is 0.9"]


def test_a_fall_that_was_committed_is_seen(repository: Repository) -> None:
    """The list as a whole was rewritten, so that nothing falls within it."""
    repository.commit(0.9, 0.95)
    repository.commit(0.8)
    repository.commit(0.8, 0.85)
    assert set(repository.falls()) == {
        "a.least.title: was 0.9, is 0.85",
        "a.least.title: was 0.95, is 0.85",
    }


def test_a_table_that_went_and_came_back_lower_is_seen(repository: Repository) -> None:
    repository.commit(0.95)
    repository.git("rm", "--quiet", "floors.toml")
    repository.git("commit", "--quiet", "--message", "x")
    repository.commit(0.9)
    assert repository.falls() == ["a.least.title: was 0.95, is 0.9"]


def test_a_rise_that_a_merge_threw_away_is_seen(repository: Repository) -> None:
    repository.commit(0.9)
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit(0.9, 0.95)
    repository.git("checkout", "--quiet", "main")
    repository.commit(0.9, 0.92)
    repository.git("merge", "--quiet", "--strategy=ours", "--message", "x", "side")
    assert repository.falls() == ["a.least.title: was 0.95, is 0.92"]


def test_rises_of_two_branches_are_no_falls(repository: Repository) -> None:
    """A merge that keeps the higher number is right, whichever branch it comes from."""
    repository.commit(0.9)
    repository.git("checkout", "--quiet", "-b", "side")
    repository.commit(0.9, 0.95)
    repository.git("checkout", "--quiet", "main")
    repository.commit(0.9, 0.92)
    repository.git("merge", "--quiet", "--strategy=ours", "--no-commit", "side")
    repository.commit(0.9, 0.92, 0.95)
    assert repository.falls() == []


def test_a_conflict_that_was_committed_stands_in_nobodys_way(repository: Repository) -> None:
    repository.commit(0.9)
    repository.file.write_text("<<<<<<< HEAD\n", "utf-8")
    repository.git("commit", "--quiet", "--all", "--message", "x")
    repository.commit(0.9, 0.95)
    assert len(floors.committed(repository.file)) == 2
    assert repository.falls() == []


def test_a_shallow_clone_knows_that_it_is_one(repository: Repository, tmp_path: Path) -> None:
    repository.commit(0.9)
    repository.commit(0.9, 0.95)
    origin = repository.file.parent.as_uri()
    repository.git("clone", "--quiet", "--depth=1", origin, str(tmp_path / "clone"))
    assert floors.history_is_cut(tmp_path / "clone" / "floors.toml")
    assert len(floors.committed(tmp_path / "clone" / "floors.toml")) == 1
    assert not floors.history_is_cut(repository.file)


def test_no_repository_has_no_history(tmp_path: Path) -> None:
    assert floors.committed(tmp_path / "floors.toml") == []


def test_without_git_there_is_no_history(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(0.9)
    monkeypatch.setenv("PATH", "")
    assert floors.committed(repository.file) == []


def test_a_history_that_cannot_be_read_is_no_empty_one(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    with pytest.raises(RuntimeError, match="git"):
        floors.committed(tmp_path / "floors.toml")
