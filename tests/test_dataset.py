"""The folder to publish: what is in it, that tools take it, and that it is whole or absent."""

from __future__ import annotations

import gzip
import json
import signal
import subprocess
import sys
import time
import tracemalloc
from collections import Counter
from copy import deepcopy
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from scraper import to_dict
from scraper.coverage import FIELDS, Coverage
from scraper.dataset import Edition, Wishes, build
from scraper.dataset.about import AboutError
from scraper.dataset.build import NothingToPublishError
from scraper.dataset.card import size_category
from scraper.dataset.edition import LEFT_OUT, without_text
from scraper.dataset.partitions import Partitions, partition_of
from scraper.dataset.place import TakenError, fresh
from scraper.dataset.yaml import to_yaml
from scraper.dictionary import KNOWN_ERRORS, example, sample_table
from scraper.folders import FolderError, LockedError
from scraper.items import QiluError, Record
from scraper.reader import read_records
from scraper.rows import to_row

from . import golden
from .conftest import ROOT, Runner, leading_to
from .test_history import write

SAMPLE = ROOT / "data/sample/articles.jsonl"
WHOLE = Edition()


def of_golden(case: str, number: int) -> Record:
    """Return the record of a saved page as a crawl writes it, with an id of its own."""
    record = to_dict(golden.article(case))
    about = {"fetched_at": f"2021-03-0{number % 9 + 1}T07:10:00Z", "run_id": "run"}
    return record | {"id": f"g-{number}", "metadata": record["metadata"] | about}


RECORDS = [
    *(of_golden(case, number) for number, case in enumerate(golden.CASES)),
    *(json.loads(line) for line in SAMPLE.read_text("utf-8").splitlines()),
]

NEVER_FETCHED = RECORDS[0]["metadata"] | {"fetched_at": None}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a dataset of every kind of record."""
    folder = tmp_path_factory.mktemp("published") / "set"
    build(folder, RECORDS, WHOLE, Wishes())
    return folder


def outside(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a program that knows nothing of this project, and reaches nothing."""
    environment = leading_to(None) | {"HF_HUB_OFFLINE": "1", "HOME": str(cwd.parent)}
    del environment["PYTHONWARNINGS"]
    return subprocess.run(
        [str(one) for one in arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def jsonl(folder: Path) -> dict[str, list[Record]]:
    """Return the records of a dataset by partition."""
    return {
        file.relative_to(folder / "jsonl").as_posix().removesuffix(".jsonl.gz"): list(
            map(json.loads, gzip.decompress(file.read_bytes()).decode().splitlines())
        )
        for file in sorted((folder / "jsonl").glob("*/*.jsonl.gz"))
    }


def tree(folder: Path) -> dict[str, bytes]:
    """Return the bytes of all files of a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_each_record_is_in_its_partition_as_it_was(published: Path) -> None:
    wanted: dict[str, list[Record]] = {}
    for record in RECORDS:
        wanted.setdefault(partition_of(record), []).append(record)
    assert {"2020/dezhou", "undated/dezhou", "2020/elsewhere"} <= wanted.keys()
    assert jsonl(published) == wanted


def test_parquet_holds_the_same(published: Path) -> None:
    for name, records in jsonl(published).items():
        rows = pq.ParquetFile(published / "parquet" / f"{name}.parquet").read().to_pylist()
        assert rows == list(map(to_row, records))
    assert len(list((published / "parquet").rglob("*.parquet"))) == len(jsonl(published))


def test_a_file_is_read_again_by_this_project(published: Path) -> None:
    again = list(read_records(str(published / "jsonl/*/*.jsonl.gz")))
    assert sorted(one["id"] for one in again) == sorted(one["id"] for one in RECORDS)


def test_the_checksums(published: Path) -> None:
    assert outside("sha256sum", "--check", "--strict", "SHA256SUMS", cwd=published).returncode == 0
    listed = [line[66:] for line in (published / "SHA256SUMS").read_text("utf-8").splitlines()]
    assert listed == sorted(tree(published).keys() - {"SHA256SUMS"})


FRICTIONLESS = (sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json")


def test_a_valid_data_package(published: Path) -> None:
    done = outside(*FRICTIONLESS, cwd=published)
    report = json.loads(done.stdout)
    assert (done.returncode, report["valid"], report["errors"]) == (0, True, [])
    tables = [task for task in report["tasks"] if task["type"] == "table"]
    assert sum(task["stats"]["rows"] for task in tables) == len(RECORDS)
    assert len(report["tasks"]) == 2 * len(tables)


def test_a_data_package_that_is_not(tmp_path: Path) -> None:
    build(tmp_path / "set", RECORDS[-3:], WHOLE, Wishes())
    file = next((tmp_path / "set/jsonl").rglob("*.gz"))
    records = jsonl(tmp_path / "set")[f"{file.parent.name}/{file.name.partition('.')[0]}"]
    records[0]["kind"] = "poem"
    file.write_bytes(gzip.compress("".join(json.dumps(one) + "\n" for one in records).encode()))
    report = json.loads(outside(*FRICTIONLESS, cwd=tmp_path / "set").stdout)
    errors = {error["type"] for task in report["tasks"] for error in task["errors"]}
    assert errors >= {"constraint-error", "hash-count"}


# Arrow's threads, which it brings along, are now and then not ended before the interpreter is.
CROISSANT = """
import json, mlcroissant, os, sys
data = mlcroissant.Dataset("croissant.json")
issues = data.metadata.ctx.issues
print(json.dumps([sorted(issues.errors), sorted(issues.warnings), data.metadata.to_json()["name"]]))
for one in data.records("articles"):
    print(json.dumps(one, default=lambda v: v.decode() if isinstance(v, bytes) else str(v)))
sys.stdout.flush()
os._exit(0)
"""


def test_croissant(published: Path) -> None:
    done = outside(sys.executable, "-c", CROISSANT, cwd=published)
    assert done.returncode == 0, done.stderr
    head, *loaded = map(json.loads, done.stdout.splitlines())
    assert head == [[], [], "qilu-articles"]
    assert "not standard" not in done.stderr
    by_id = {record["id"]: record for record in RECORDS}
    assert sorted(one["articles/id"] for one in loaded) == sorted(by_id)
    for one in loaded:
        record, row = by_id[one["articles/id"]], to_row(by_id[one["articles/id"]])
        for key in ("headline", "body", "byline", "revision", "keywords"):
            assert one[f"articles/{key}"] == record[key]
        for key in ("authors", "images", "links", "breadcrumbs"):
            inner = [
                {name.rpartition("/")[2]: value for name, value in entry.items()}
                for entry in one[f"articles/{key}"]
            ]
            assert inner == record[key]
        day = row["date_published_day"]
        assert str(one["articles/date_published_day"]) == (f"{day} 00:00:00" if day else "None")
        slug = record["region"] and record["region"]["slug"]
        assert one["articles/region"]["articles/region/slug"] == slug


HUGGING_FACE = """
import json, sys
from datasets import load_dataset
data = load_dataset(sys.argv[1], cache_dir=sys.argv[2])
print(json.dumps({name: len(one) for name, one in data.items()}))
for one in data["train"]:
    print(json.dumps(one, default=str))
"""


def test_hugging_face(published: Path, tmp_path: Path) -> None:
    done = outside(sys.executable, "-c", HUGGING_FACE, published, tmp_path, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    head, *loaded = map(json.loads, done.stdout.splitlines())
    assert head == {"train": len(RECORDS)}
    by_id = {record["id"]: to_row(record) for record in RECORDS}
    for one in loaded:
        row = by_id.pop(one["id"])
        for key in ("headline", "body", "authors", "region", "keywords"):
            assert one[key] == row[key]
        assert one["date_published"] == (str(row["date_published"] or "") or None)
    assert by_id == {}


CFF = ("-m", "check_jsonschema", "--builtin-schema", "vendor.citation-file-format", "CITATION.cff")


def test_the_citation(tmp_path: Path) -> None:
    wishes = Wishes(
        title='They say "新闻": a #1 title',
        authors=("宋 Q.", "Lab: two"),
        url="https://example.org/d",
        version="2.0.1",
    )
    build(tmp_path / "set", RECORDS[:3], WHOLE, wishes)
    done = outside(sys.executable, *CFF, cwd=tmp_path / "set")
    assert done.returncode == 0, done.stdout
    cited = yaml.safe_load((tmp_path / "set/CITATION.cff").read_text("utf-8"))
    assert (cited["title"], cited["url"]) == (wishes.title, wishes.url)
    assert [one["name"] for one in cited["authors"]] == list(wishes.authors)
    assert (cited["version"], cited["date-released"]) == ("2.0.1", "2021-03-03")
    (tmp_path / "set/CITATION.cff").write_text("cff-version: 1.2.0\n")
    assert outside(sys.executable, *CFF, cwd=tmp_path / "set").returncode == 1


def test_the_card_tells_what_is_there(published: Path) -> None:
    _, head, text = (published / "README.md").read_text("utf-8").split("---\n", 2)
    front = yaml.safe_load(head)
    assert front["configs"][0]["data_files"] == [{"split": "train", "path": "parquet/*/*.parquet"}]
    assert (front["language"], front["size_categories"]) == (["zh"], ["n<1K"])
    days = sorted(one["date_published"][:10] for one in RECORDS if one["date_published"])
    day_only = sum(len(one["date_published"] or "") == 10 for one in RECORDS)
    undated = len(RECORDS) - len(days)
    silent = (golden.datetime.fromisoformat(days[-1]) - golden.datetime.fromisoformat(days[0])).days
    assert f"| records | {len(RECORDS)} |" in text
    assert f"| published | {days[0]} to {days[-1]} |" in text
    assert f"- {undated} records have no date of publication." in text
    assert f"- {day_only} records have a day of publication only, no time." in text
    assert f"- On {silent + 1 - len(set(days)):,} days of the period" in text
    kinds = Counter(one["kind"] for one in RECORDS)
    assert f"| kinds | article {kinds['article']}, " in text
    assert [line.split("`")[1] for line in text.splitlines() if line.startswith("| `")][
        -len(FIELDS) :
    ] == list(FIELDS)
    filled = sum(bool(one["byline"]) for one in RECORDS)
    assert f"| `byline` | {round(100 * filled / len(RECORDS))} % |" in text


@pytest.mark.parametrize(
    ("records", "name"),
    [
        (1, "n<1K"),
        (999, "n<1K"),
        (1000, "1K<n<10K"),
        (999_999, "100K<n<1M"),
        (10_000_000, "10M<n<100M"),
    ],
)
def test_size_categories(records: int, name: str) -> None:
    assert size_category(records) == name


def test_the_same_records_give_the_same_bytes(tmp_path: Path, qilu: Runner) -> None:
    for seed in ("1", "2"):
        environment = leading_to(None) | {"PYTHONHASHSEED": seed, "TZ": f"UTC-{seed}"}
        folder = tmp_path / seed / "set"
        done = qilu("dataset", "build", folder, SAMPLE, environment=environment)
        assert done.code == 0, done.stderr
        time.sleep(1.1 * (seed == "1"))  # another second on the clock
    assert tree(tmp_path / "1/set") == tree(tmp_path / "2/set")


def test_a_record_of_before_revisions_is_one_of_today(tmp_path: Path) -> None:
    old = {key: value for key, value in RECORDS[0].items() if key != "revision"}
    build(tmp_path / "set", [old | {"schema_version": "1.0"}], WHOLE, Wishes())
    ((record,),) = jsonl(tmp_path / "set").values()
    assert (record["schema_version"], record["revision"]) == ("1.1", 1)


# Editions


def keys_at(value: Any, path: list[str]) -> list[Any]:
    """Return the values at a path like `images.caption`."""
    if isinstance(value, list):
        return [found for one in value for found in keys_at(one, path)]
    return keys_at(value[path[0]], path[1:]) if path else [value]


def test_without_text_exactly_what_is_written_is_gone() -> None:
    before = deepcopy(RECORDS)
    for record, bare in zip(RECORDS, map(without_text, RECORDS), strict=True):
        for name in LEFT_OUT:
            assert set(keys_at(bare, name.split("."))) <= {"", None}
        kept = set(record) - {name.partition(".")[0] for name in LEFT_OUT}
        assert {key: bare[key] for key in kept} == {key: record[key] for key in kept}
        for name in ("images", "links", "related_links"):
            for entry, left in zip(record[name], bare[name], strict=True):
                gone = {name_ for name_ in entry if f"{name}.{name_}" in LEFT_OUT}
                assert {k: v for k, v in left.items() if k not in gone} == {
                    k: v for k, v in entry.items() if k not in gone
                }
    assert before == RECORDS


def test_no_sentence_of_the_text_is_in_any_file(tmp_path: Path) -> None:
    build(tmp_path / "set", RECORDS, Edition(text=False), Wishes())
    files = tree(tmp_path / "set")
    rows = [pq.ParquetFile(path).read().to_pylist() for path in (tmp_path / "set").rglob("*.par*")]
    texts = [
        *(data.decode() for name, data in files.items() if name.endswith(("md", "json", "cff"))),
        *(gzip.decompress(data).decode() for name, data in files.items() if name.endswith(".gz")),
        json.dumps(rows, ensure_ascii=False, default=str),
    ]
    everything = "\n".join(texts)
    kept = "\n".join(json.dumps(without_text(one), ensure_ascii=False) for one in RECORDS)
    written = {
        sentence
        for record in RECORDS
        for name in LEFT_OUT
        for value in keys_at(record, name.split("."))
        for sentence in (value or "").replace("。", "\n").split("\n")
        if len(sentence) > 8 and sentence not in kept  # a headline that the text repeats
    }
    assert len(written) > 500
    assert [sentence for sentence in written if sentence in everything] == []


def test_the_edition_without_text_is_valid_and_loads(tmp_path: Path) -> None:
    build(tmp_path / "set", RECORDS, Edition(text=False), Wishes())
    assert outside(*FRICTIONLESS, cwd=tmp_path / "set").returncode == 0
    table = json.loads((tmp_path / "set/schema/table.schema.json").read_text("utf-8"))
    described = {field["name"]: field["description"] for field in table["fields"]}
    assert described["body"] == described["description"] == "Left out of this edition."
    assert "**This edition has no text.**" in (tmp_path / "set/README.md").read_text("utf-8")
    package = json.loads((tmp_path / "set/datapackage.json").read_text("utf-8"))
    assert package["name"] == "qilu-articles-no-text"


@pytest.mark.parametrize("text", [True, False])
def test_without_people_no_credited_name_is_in_any_record(tmp_path: Path, text: bool) -> None:
    build(tmp_path / "set", RECORDS, Edition(text=text, people=False), Wishes())
    given = {record["id"]: record for record in RECORDS}
    found = [record for records in jsonl(tmp_path / "set").values() for record in records]
    assert len(found) == len(given)
    names = 0
    for record in found:
        assert (record["authors"], record["byline"]) == ([], None)
        whole = json.dumps(record, ensure_ascii=False)
        credited = {one["name"] for one in given[record["id"]]["authors"] if len(one["name"]) > 1}
        assert [name for name in credited if name in whole] == []
        names += len(credited)
        assert text or record["body"] == ""
    assert names > 50
    assert outside(*FRICTIONLESS, cwd=tmp_path / "set").returncode == 0
    card = (tmp_path / "set/README.md").read_text("utf-8")
    assert "names nobody who is credited" in card
    assert ("**This edition has no text.**" in card) is not text


# Whole or absent


def test_a_folder_that_is_not_empty_is_refused(qilu: Runner, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/letter").write_text("dear")
    done = qilu("dataset", "build", tmp_path / "mine", SAMPLE)
    assert done.code == 2
    assert done.stderr.count("\n") == 1
    assert "is not empty" in done.stderr
    done = qilu("dataset", "build", tmp_path / "mine", SAMPLE, "--replace")
    assert done.code == 2
    assert "holds no dataset" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine"]
    assert tree(tmp_path / "mine") == {"letter": b"dear"}


def test_an_empty_folder_is_filled_and_a_dataset_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    folder.mkdir()
    build(folder, RECORDS[:5], WHOLE, Wishes())
    with pytest.raises(TakenError, match="--replace"):
        build(folder, RECORDS[5:6], WHOLE, Wishes())
    build(folder, RECORDS[5:6], WHOLE, Wishes(), overwrite=True)
    assert [one["id"] for found in jsonl(folder).values() for one in found] == [RECORDS[5]["id"]]
    assert [path.name for path in tmp_path.iterdir()] == ["set"]


@pytest.mark.parametrize("name", ["file", "link"])
def test_what_is_no_folder_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(TakenError, match="is no folder"):
        build(tmp_path / name, RECORDS[:1], WHOLE, Wishes(), overwrite=True)


@pytest.mark.parametrize(
    ("records", "message"),
    [
        ([], "no record was chosen"),
        ([*RECORDS[:2], RECORDS[0] | {"kind": "poem"}], "record g-0 breaks the schema"),
        ([*RECORDS[:2], RECORDS[0] | {"date_published": "2020-02-30"}], "impossible value"),
        ([{"id": "1", "metadata": {}}], "record 1 lacks fields"),
        ([RECORDS[0] | {"metadata": NEVER_FETCHED}], "no record says when it was fetched"),
    ],
)
def test_after_a_failure_nothing_is_there(
    tmp_path: Path, records: list[Record], message: str
) -> None:
    with pytest.raises(QiluError, match=message):
        build(tmp_path / "set", records, WHOLE, Wishes())
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_older_dataset(tmp_path: Path) -> None:
    build(tmp_path / "set", RECORDS[:5], WHOLE, Wishes())
    before = tree(tmp_path / "set")
    with pytest.raises(NothingToPublishError):
        build(tmp_path / "set", [], WHOLE, Wishes(), overwrite=True)
    assert tree(tmp_path / "set") == before


KILLED = """
import os, signal, sys
from pathlib import Path
from scraper.dataset import Edition, Wishes, build
from scraper.reader import read_records
def dying(records):
    yield from records
    os.kill(os.getpid(), signal.SIGKILL)
build(Path(sys.argv[1]), dying(read_records(sys.argv[2])), Edition(), Wishes())
"""


def test_a_killed_build_leaves_nothing_that_looks_finished(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    done = outside(sys.executable, "-c", KILLED, folder, SAMPLE, cwd=ROOT)
    assert done.returncode == -signal.SIGKILL
    assert [path.name for path in tmp_path.iterdir()] == [".set.part"]
    build(folder, RECORDS[:5], WHOLE, Wishes())
    assert [path.name for path in tmp_path.iterdir()] == ["set"]
    assert sum(map(len, jsonl(folder).values())) == 5


def test_two_builds_of_one_folder(tmp_path: Path) -> None:
    with (
        pytest.raises(LockedError, match="another process"),
        fresh(tmp_path / "set"),
        fresh(tmp_path / "set"),
    ):
        pass


def test_a_place_that_can_t_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(FolderError, match=r"can't write .*/file/set: Not a directory"):
        build(tmp_path / "file/set", RECORDS[:1], WHOLE, Wishes())


# The command


def test_the_command_says_what_it_made(qilu: Runner, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    done = qilu("dataset", "build", folder, SAMPLE, "--region", "德州", "--version", "1.0.0")
    assert done.code == 0, done.stderr
    wanted = sum('"slug": "dezhou"' in line for line in SAMPLE.read_text("utf-8").splitlines())
    assert done.stdout.startswith(f"{wanted} records in {folder}: Articles of 齐鲁网")
    assert {name.partition("/")[2] for name in jsonl(folder)} == {"dezhou"}
    assert "- Only a part was taken: cities dezhou." in (folder / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--version", "new"], "three numbers like 1.0.0"),
        (["--since", "2030-01-01"], "no record in"),
        (["--url", "here"], "a url begins with http"),
    ],
)
def test_mistakes_are_one_line(
    qilu: Runner, tmp_path: Path, arguments: list[str], message: str
) -> None:
    done = qilu("dataset", "build", tmp_path / "set", SAMPLE, *arguments)
    assert (done.code, done.stderr.count("\n")) == (2, 1)
    assert message in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_line_that_is_no_record_is_one_line(qilu: Runner, tmp_path: Path) -> None:
    file = write(tmp_path / "in/bad.jsonl", {"id": "1"})
    done = qilu("dataset", "build", tmp_path / "set", file)
    assert (done.code, done.stderr.count("\n")) == (2, 1)
    assert "a record lacks fields" in done.stderr


# Parts


@pytest.mark.parametrize("version", ["1", "1.0", "v1.0.0", "1.0.0.0", "01.0.0", "1.0.0\n"])
def test_versions_that_are_none(version: str) -> None:
    with pytest.raises(AboutError, match="a version is"):
        Wishes(version=version).check()


def test_wishes_that_a_citation_can_t_hold() -> None:
    with pytest.raises(AboutError, match="a url begins"):
        Wishes(url="example.org").check()
    with pytest.raises(AboutError, match="needs a name"):
        Wishes(authors=("Li Hua", " ")).check()
    Wishes(url="https://example.org/d", authors=("Li Hua",), version="0.10.2").check()


def test_a_slug_of_no_city_makes_no_path() -> None:
    record = RECORDS[0] | {"region": {"slug": "../../x", "name": "x", "code": "370100"}}
    assert partition_of(record).endswith("/elsewhere")


def test_partitions_in_little_memory(tmp_path: Path) -> None:
    """Many megabytes pass through, in 40 partitions; a few wait."""
    record = {"date_published": None, "region": None, "text": "字" * 2000}
    partitions = Partitions(tmp_path, waiting=1_000_000)
    tracemalloc.start()
    for number in range(5000):
        partitions.add(record | {"n": number, "date_published": f"{1980 + number % 40}"})
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    partitions.finish()
    assert peak < 4_000_000  # bytes, of 30 million
    files = sorted(tmp_path.rglob("*.gz"))
    assert len(files) == 40 == len(partitions.records)
    for place, file in enumerate(files):
        numbers = [
            json.loads(line)["n"] for line in gzip.decompress(file.read_bytes()).split(b"\n")[:-1]
        ]
        assert numbers == list(range(place, 5000, 40))


def mappings(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(["name", "data_files", "x-y"]), values, min_size=1)


SCALARS = st.none() | st.booleans() | st.integers() | st.text()
VALUES = st.recursive(SCALARS, lambda one: st.lists(one, min_size=1) | mappings(one), max_leaves=8)


@given(mappings(VALUES))
def test_yaml_is_read_back(document: dict[str, Any]) -> None:
    assert yaml.safe_load(to_yaml(document)) == document


def test_coverage_counts_what_is_there() -> None:
    coverage = Coverage()
    blank = {"authors": [], "byline": None, "body": ""}
    for number in range(300):
        coverage.add(RECORDS[0] | ({} if number == 7 else blank))
    assert (coverage.percent("authors"), coverage.percent("id")) == ("<1 %", "100 %")
    assert coverage.filled["body"] == 1
    coverage.filled["byline"] = 299
    assert coverage.percent("byline") == "99 %"


def test_known_errors_are_of_fields() -> None:
    assert KNOWN_ERRORS.keys() <= set(FIELDS)


def test_examples_fit_into_a_table() -> None:
    records = [{"headline": None}, {"headline": "一|二\n三" + "字" * 100}, {"headline": "later"}]
    assert example(records, "headline").startswith("`一\\|二 三字")
    assert len(example(records, "headline")) < 70
    table = sample_table(RECORDS[-20:]).splitlines()
    assert [line.split("`")[1] for line in table[2:]] == list(FIELDS)


def test_about_has_no_clock(published: Path) -> None:
    package = json.loads((published / "datapackage.json").read_text("utf-8"))
    newest = max(one["metadata"]["fetched_at"] for one in RECORDS)
    assert package["created"][:10] == newest[:10] == "2021-03-09"
    assert package["version"] == "2021.3.9"
