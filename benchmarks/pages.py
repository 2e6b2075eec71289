"""How long the pages take over few and many disclosures, first and again, and how large they are.

    python benchmarks/pages.py [--copies N] [--runs N]

The data are the samples, and the samples N times over, each copy under IRIs of its own. Milliseconds of CPU time
within the program, without a network. *first* is the first request of a page, after the pages above it. *again* is
the median of more, with all pages and comparisons thrown away but the overview of disclosures left. *kept* is that of
a kept page.
"""

from __future__ import annotations

import argparse
import logging
import tempfile
import time
from pathlib import Path
from statistics import median

from flask import Flask

from benchmarks.querying import scaled_release
from server.app import create_app
from server.kept import VALUES, Kept
from server.overview import overview
from server.settings import Settings

DISCLOSURE = "/page/id/disclosure/410703/309/2025/budget"
PAGES = (
    ("front page", "/"),
    ("list", "/disclosures?sort=total"),
    ("search", "/search?format=json&q=医疗救助"),
    ("search by initials", "/search?format=json&q=ylbzj"),
    ("region", "/page/id/region/410703"),
    ("department", "/page/id/org/410703/309"),
    ("disclosure", DISCLOSURE),
    ("disclosure, the largest", "/page/id/disclosure/610100/245/2022/budget"),
    ("table", DISCLOSURE + "/v/b733d7cd/table/expenditure_summary"),
    ("code", "/page/code/function/2101301"),
    ("comparison, figure", "/compare?type=healthcare-security"),
    ("comparison, ratio", "/compare?of=project_share&sort=year"),
    ("comparison, code", "/compare?code=2101301"),
    ("comparison, class", "/compare?code=210"),
    ("comparison, item", "/compare?of=item/reception"),
    ("comparison, CSV", "/compare.csv?code=2101301"),
    ("findings", "/findings"),
    ("findings of a rule", "/findings?rule=details-sum-to-total&severity=all"),
    ("vocabulary", "/def"),
    ("words of the editor", "/query/terms.json"),
)


def served(folder: Path, copies: int) -> Flask:
    """The application that serves the samples so many times over."""
    settings = Settings(release=scaled_release(folder, copies), store=folder / "store")
    return create_app(settings)


def milliseconds(app: Flask, path: str) -> tuple[float, int]:
    """How long a page takes, and how many bytes it has."""
    client = app.test_client()
    start = time.process_time()
    answer = client.get(path, headers={"Accept-Language": "zh"})
    taken = 1000 * (time.process_time() - start)
    assert answer.status_code == 200, (path, answer.status_code)
    return taken, len(answer.data)


def overview_alone(app: Flask) -> Kept:
    """What is kept for the release without the values of comparisons."""
    with app.test_request_context("/"):
        app.extensions["values"] = Kept(VALUES)
        overview()
        return app.extensions["values"]  # type: ignore[no-any-return]


def row(app: Flask, path: str, runs: int) -> tuple[float, float, float, int]:
    """First, again and kept in milliseconds, and the size in bytes."""
    first, size = milliseconds(app, path)
    again = []
    for _ in range(runs):
        app.extensions["kept"] = Kept()
        app.extensions["values"] = overview_alone(app)
        again.append(milliseconds(app, path)[0])
    return first, median(again), median(milliseconds(app, path)[0] for _ in range(runs)), size


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--copies", type=int, default=100, help="how often each sample is there")
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as few, tempfile.TemporaryDirectory() as many:
        small, large = served(Path(few), 1), served(Path(many), given.copies)
        print("| page | kB | first | again | kept | first, many | again, many | kept, many | again: many ÷ few |")
        print("|---|--:|--:|--:|--:|--:|--:|--:|--:|")
        for label, path in PAGES:
            one, other = row(small, path, given.runs), row(large, path, given.runs)
            cells = " | ".join(f"{each:.0f}" for each in (*one[:3], *other[:3]))
            print(f"| {label} | {other[3] / 1000:.0f} | {cells} | {other[1] / one[1]:.1f} |")


if __name__ == "__main__":
    main()
