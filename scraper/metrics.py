"""A run for Prometheus: a text file for the textfile collector of its node exporter.

The format is a few lines; a library for it would be one more to install and keep.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import NamedTuple

from .report import Report
from .tally import FIELDS

Value = float | int


class Metric(NamedTuple):
    """One metric: all are gauges, as they tell of the last run."""

    name: str
    help: str
    values: Iterable[tuple[Mapping[str, str], Value]]


def to_text(report: Report, home: str) -> str:
    """Return the metrics of a run; `home` (the folder it writes into) is a label of each."""
    return "".join(line for metric in _metrics(report) for line in _lines(metric, {"home": home}))


def _metrics(report: Report) -> Iterator[Metric]:
    ended = datetime.fromisoformat(report.ended).timestamp()
    records = asdict(report.records)
    yield Metric("end_timestamp_seconds", "When the last run ended.", [({}, ended)])
    yield Metric("duration_seconds", "How long it took.", [({}, report.seconds)])
    yield Metric("exit_code", "0: all well; the README lists them.", [({}, report.exit_code)])
    yield Metric("unhealthy_runs", "Runs in a row not well.", [({}, report.unhealthy_runs)])
    yield Metric("alarms", "What is worse than before.", [({}, len(report.alarms))])
    yield Metric("records", "Articles, by what became of them.", _by("result", records))
    yield Metric("requests", "Requests sent.", [({}, report.requests.sent)])
    yield Metric("responses", "Answers by status.", _by("status", report.requests.statuses))
    yield Metric("retries", "Requests repeated.", [({}, report.requests.retries)])
    yield Metric("received_bytes", "Bytes of all answers.", [({}, report.requests.received)])
    regions, layouts = report.regions.items(), report.layouts.items()
    written = {slug: region.written for slug, region in regions}
    yield Metric("region_records", "Records written, by city.", _by("region", written))
    news = {s: datetime.fromisoformat(r.last_news).timestamp() for s, r in regions if r.last_news}
    help_ = "When a run last had news of a city."
    yield Metric("region_news_timestamp_seconds", help_, _by("region", news))
    read = {name: layout.records for name, layout in layouts}
    yield Metric("layout_records", "Records read, by layout.", _by("layout", read))
    drifted = {name: layout.drifted for name, layout in layouts}
    yield Metric("layout_drifted", "Of these, not as known.", _by("layout", drifted))
    filled = [
        ({"layout": name, "field": field}, layout.filled.get(field, 0))
        for name, layout in layouts
        for field in FIELDS
    ]
    yield Metric("layout_filled", "Of these, with a field.", filled)


def _by(label: str, counts: Mapping[str, Value]) -> list[tuple[Mapping[str, str], Value]]:
    return [({label: name}, value) for name, value in counts.items()]


def _lines(metric: Metric, labels: Mapping[str, str]) -> Iterator[str]:
    name = f"qilu_{metric.name}"
    values = list(metric.values)
    if values:
        yield f"# HELP {name} {metric.help}\n# TYPE {name} gauge\n"
    for own, value in values:
        all_ = ",".join(f'{k}="{_escaped(v)}"' for k, v in {**labels, **own}.items())
        yield f"{name}{{{all_}}} {value}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
