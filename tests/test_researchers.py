"""The worked example of docs/researchers.md, from a crawl to a plot, as it is written."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest

from .conftest import ROOT, leading_to

GUIDE = (ROOT / "docs/researchers.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(sh|python)\n(.*?)^```", GUIDE, re.M | re.S)
SVG = "{http://www.w3.org/2000/svg}"


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, where it reaches nothing but this machine."""
    environment = leading_to(None) | {"HF_HUB_OFFLINE": "1", "HOME": str(folder)}
    environment["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environment["PATH"]])
    del environment["PYTHONWARNINGS"]
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Do all of the example, in order; return the folder, and what Python said."""
    folder = tmp_path_factory.mktemp("worked")
    for language, block in BLOCKS:
        if language == "sh" and not block.startswith("pip"):
            run(folder, "sh", "-ec", block)
    code = "\n".join(block for language, block in BLOCKS if language == "python")
    last = "print(len(articles), len(train), len(list(croissant)), len(whole))"
    return folder, run(folder, sys.executable, "-c", f"{code}\n{last}").stdout


def records(folder: Path) -> list[dict[str, object]]:
    files = folder.glob("crawl/*.jsonl")
    lines = (line for file in files for line in file.read_text("utf-8").splitlines())
    return [one for one in map(json.loads, lines) if "kind" in one]


def test_every_way_gives_all_records(worked: tuple[Path, str]) -> None:
    folder, said = worked
    found = len(records(folder))
    assert found > 50
    assert said.splitlines()[-1] == " ".join([str(found)] * 4)


def test_the_share_of_reprints(worked: tuple[Path, str]) -> None:
    folder, said = worked
    sources = [one["source"] for one in records(folder)]
    share = sum(source not in (None, "齐鲁网") for source in sources) / len(sources)
    assert f"{share:.0%} name another outlet" in said
    assert 0 < share < 1


def test_the_plot_shows_the_counts(worked: tuple[Path, str]) -> None:
    """Each bar is as high as its count, by one scale."""
    folder, _ = worked
    counts = Counter(
        (str(one["date_published"])[:4], one["region"]["slug"])  # type: ignore[index]
        for one in records(folder)
        if one["date_published"]
    )
    heights = sorted(filter(None, bars(folder / "articles.svg")))
    wanted = sorted(counts.values())
    assert len(wanted) > 5
    scale = heights[-1] / wanted[-1]
    assert heights == pytest.approx([count * scale for count in wanted], rel=1e-3)


def bars(file: Path) -> list[float]:
    """Return the heights of the bars of a drawing: what is cut to the plot's area."""
    paths = (
        path
        for group in ElementTree.parse(file).iter(f"{SVG}g")
        if group.get("id", "").startswith("patch_")
        for path in group.findall(f"{SVG}path")
    )
    return [height(path.get("d", "")) for path in paths if path.get("clip-path")]


def height(path: str) -> float:
    ends = [float(y) for _, y in re.findall(r"[ML] ([\d.]+) ([\d.]+)", path)]
    return max(ends) - min(ends)


def test_the_published_links_hold_no_text(worked: tuple[Path, str]) -> None:
    folder, _ = worked
    files = (folder / "links/jsonl").rglob("*.gz")
    lines = [line for file in files for line in gzip.decompress(file.read_bytes()).splitlines()]
    assert len(lines) == len(records(folder))
    assert {json.loads(line)["body"] for line in lines} == {""}
    assert "Li Hua" in (folder / "links/CITATION.cff").read_text("utf-8")
