"""Imports run one way: these layers, each of which may use only the ones before it."""

from __future__ import annotations

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = (
    "scraper.version scraper.console scraper.limits",
    "scraper.items scraper.text scraper.regions scraper.urls",
    "scraper.dates scraper.byline scraper.encoding scraper.page scraper.periods scraper.manners",
    "scraper.bounds",
    "scraper.parsers",
    "scraper.extract",
    "scraper.notices scraper.lines scraper.compressed scraper.records scraper.continued",
    "scraper.coverage scraper.dictionary",
    "scraper.parts",
    "scraper.reader scraper.selection scraper.extras scraper.rows scraper.tables",
    "scraper.errors scraper.report scraper.folders scraper.tally scraper.health scraper.schema",
    "scraper.measures scraper.warc scraper.captures",
    "scraper.replay scraper.archive scraper.changes scraper.hook scraper.metrics scraper.trends",
    "scraper.manifest scraper.state scraper.walk scraper.store scraper.history",
    "scraper.summary scraper.reports scraper.monitor scraper.anonymise scraper.cases",
    "scraper.doctor scraper.gc scraper.redact scraper.export scraper.dataset",
    "scraper.duplicates scraper.explain scraper.overview",
    "scraper",
    "scraper.lookalike scraper.demo spiders pipelines",
    "scraper.commands scraper.settings scraper.logs scraper.runner scraper.cli",
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names.split()}
FORBIDDEN = {
    "scraper": {"scrapy", "twisted"},
    "pipelines": {"lxml", "bs4", "spiders"},
    "spiders": {"lxml", "bs4", "pipelines"},
}
MAY_USE_SCRAPY = {"scraper.cli", "scraper.runner", "scraper.settings"}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {
    name_of(path): path
    for package in ("scraper", "spiders", "pipelines")
    for path in sorted((ROOT / package).rglob("*.py"))
}


def is_for_types(node: ast.AST) -> bool:
    """Whether a block is there for the type checker alone."""
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def imports(name: str) -> set[str]:
    """Return the modules that one imports, those inside functions included.

    Not the ones for the type checker alone.
    """
    found: set[str] = set()
    tree = ast.parse(MODULES[name].read_text("utf-8"))
    types = {
        id(node) for block in ast.walk(tree) if is_for_types(block) for node in ast.walk(block)
    }
    package = name if MODULES[name].name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(tree):
        if id(node) in types:
            continue
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            parents = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join([*(parents if node.level else []), *filter(None, [node.module])])
            found |= {
                full if (full := f"{base}.{alias.name}") in MODULES else base
                for alias in node.names
            }
    return found - {name}


def unit(name: str) -> str:
    """Return what of `LAYERS` a module belongs to."""
    parts = name.split(".")
    return ".".join(parts[:2]) if parts[0] == "scraper" else parts[0]


@pytest.mark.parametrize("name", MODULES)
def test_imports_run_one_way(name: str) -> None:
    assert unit(name) in RANK, f"give {unit(name)} a place in LAYERS"
    for other in imports(name) & MODULES.keys():
        assert unit(other) == unit(name) or RANK[unit(other)] <= RANK[unit(name)], other


@pytest.mark.parametrize("name", MODULES)
def test_forbidden_packages(name: str) -> None:
    top = name.partition(".")[0]
    forbidden = FORBIDDEN[top] - ({"scrapy", "twisted"} if name in MAY_USE_SCRAPY else set())
    assert not {other.partition(".")[0] for other in imports(name)} & forbidden


def test_no_circles() -> None:
    graph = {name: imports(name) & MODULES.keys() for name in MODULES}
    assert len(list(TopologicalSorter(graph).static_order())) == len(MODULES)


def test_the_command_line_waits_with_what_is_heavy() -> None:
    heavy = {"scrapy", "twisted", "pyarrow", "pandas", "dateparser", "bs4", "rich", "warcio"}
    code = f"import scraper.cli, sys; print(*({heavy} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
