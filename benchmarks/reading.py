"""How long a disclosure takes from text to a checked graph, beside two naive ways of splitting the same text.

    python benchmarks/reading.py [--runs N] [INPUT...]

Milliseconds of CPU time, medians over the runs. The naive ways know no titles, units, headers or columns: they say
what merely touching every number costs.
"""

from __future__ import annotations

import argparse
import io
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import pandas as pd

import converter
from converter.graph import build
from shapes import check

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
STAGES = ("read", "find", "build", "check")
NAIVE = ("regex", "read_csv")
Times = dict[str, float]


def timed(work: Callable[..., Any], *given: Any) -> tuple[Any, float]:
    """What the work returns, and how many milliseconds of CPU time it took."""
    start = time.process_time()
    result = work(*given)
    return result, (time.process_time() - start) * 1000


def run_once(path: Path) -> Times:
    """Milliseconds of each stage and of each naive way, for one document."""
    text = path.read_text("utf-8")
    disclosure, read = timed(converter.read, path)
    findings, find = timed(lambda: disclosure.finding_facts)
    quads, building = timed(build, disclosure, findings)
    report, checking = timed(check, quads)
    if not report.conforms:
        raise SystemExit(f"{path}: the graph does not conform")
    _, regex = timed(split_by_regex, text)
    _, read_csv = timed(split_by_pandas, text)
    return dict(zip((*STAGES, *NAIVE), (read, find, building, checking, regex, read_csv), strict=True))


def split_by_regex(text: str) -> list[tuple[int, float]]:
    """Every number with its line."""
    return [
        (number, float(found.replace(",", "")))
        for number, line in enumerate(text.split("\n"), start=1)
        for found in NUMBER.findall(line)
    ]


def split_by_pandas(text: str) -> pd.DataFrame:
    """The text as one wide table, cut at tabs and bars."""
    lines = text.replace("|", "\t")
    width = max(line.count("\t") for line in lines.split("\n")) + 1
    return pd.read_csv(io.StringIO(lines), sep="\t", names=range(width), header=None, quoting=3, thousands=",")


def medians(path: Path, runs: int) -> Times:
    """The median of every column over the runs."""
    times = [run_once(path) for _ in range(runs)]
    return {name: median(each[name] for each in times) for name in times[0]}


def show(name: str, lines: int, times: Times) -> str:
    whole = sum(times[stage] for stage in STAGES)
    cells = [name, str(lines), *(f"{times[stage]:,.0f}" for stage in STAGES), f"{whole:,.0f}"]
    cells += [f"{times[way]:.1f}" for way in NAIVE] + [f"{times['read'] / times[way]:,.0f}" for way in NAIVE]
    return "| " + " | ".join(cells) + " |"


def table(paths: Sequence[Path], runs: int) -> Iterator[str]:
    """The table of all documents, in Markdown, and a last line with the medians over them."""
    head = ["document", "lines", *STAGES, "all", *NAIVE, *(f"read ÷ {way}" for way in NAIVE)]
    yield "| " + " | ".join(head) + " |"
    yield "|---|" + "--:|" * (len(head) - 1)
    run_once(paths[0])  # fills the caches: code lists, layouts, shapes
    measured: list[Times] = []
    for path in paths:
        measured.append(medians(path, runs))
        yield show(path.stem, path.read_text("utf-8").count("\n"), measured[-1])
    middle = {name: median(each[name] for each in measured) for name in measured[0]}
    yield show("median", round(median(path.read_text("utf-8").count("\n") for path in paths)), middle)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7, help="how often each document is read")
    parser.add_argument("inputs", nargs="*", metavar="INPUT", help="files, folders or globs; the samples without any")
    given = parser.parse_args()
    for line in table(converter.expand(given.inputs or [str(SAMPLES)]), given.runs):
        print(line, flush=True)


if __name__ == "__main__":
    main()
