"""Pages of PDF a second: our reading into lines of cells beside pdfplumber's extract_tables and pdftotext -layout.

    python benchmarks/paging.py [--runs N] [INPUT...]

Without INPUT the real documents beside the checkout are taken. CPU time of one core, the least of the runs, pdfplumber
once; `pip install pdfplumber` and poppler's `pdftotext` are asked for only where they are there.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pypdfium2

import converter
from converter.readers import read_document

CORPUS = Path(__file__).resolve().parent.parent.parent / "shared" / "corpus"


def spent() -> float:
    """The seconds of CPU time of this process and of those that it has waited for."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def seconds(work: Callable[[Path], object], path: Path, runs: int) -> float:
    """The least CPU time that the work took for a document."""
    found = []
    for _ in range(runs):
        start = spent()
        work(path)
        found.append(spent() - start)
    return min(found)


def plumbed(path: Path) -> None:
    """What pdfplumber takes for tables, page by page."""
    with import_module("pdfplumber").open(path) as document:
        for page in document.pages:
            page.extract_tables()
            page.close()


def laid_out(path: Path) -> None:
    """The text that pdftotext lays out."""
    subprocess.run(["pdftotext", "-layout", str(path), "-"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def pages_of(path: Path) -> int:
    with pypdfium2.PdfDocument(path) as document:
        return len(document)


def measure(paths: Sequence[Path], runs: int) -> None:
    """Prints the table: a row for each document, and one for all."""
    others: dict[str, Callable[[Path], object] | None] = {
        "pdfplumber": plumbed if find_spec("pdfplumber") else None,
        "pdftotext": laid_out if shutil.which("pdftotext") else None,
    }
    print("| document | pages | ours, pages/s | pdfplumber | ours ÷ pdfplumber | pdftotext | ours ÷ pdftotext |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    total, time_of = 0, {"ours": 0.0, "pdfplumber": 0.0, "pdftotext": 0.0}
    for path in paths:
        pages = pages_of(path)
        took = {"ours": seconds(read_document, path, runs)}
        took |= {name: seconds(work, path, 1) for name, work in others.items() if work}
        print(row(path.stem[:30], pages, took))
        total += pages
        time_of = {name: time_of[name] + took.get(name, 0.0) for name in time_of}
    print(row("all", total, {name: value for name, value in time_of.items() if value}))


def row(name: str, pages: int, took: dict[str, float]) -> str:
    """One line of the table; what was not there to ask is left out."""
    ours = pages / took["ours"]
    rest = [
        (f"{pages / took[other]:,.1f}", f"{took[other] / took['ours']:.1f}") if other in took else ("not there", "")
        for other in ("pdfplumber", "pdftotext")
    ]
    return f"| {name} | {pages} | {ours:,.1f} | " + " | ".join(cell for pair in rest for cell in pair) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="*", metavar="INPUT")
    parser.add_argument("--runs", type=int, default=2)
    options = parser.parse_args()
    if not options.inputs and not CORPUS.is_dir():
        parser.error("the real documents are not beside this checkout; name PDF files, a folder or a glob")
    named = converter.expand(options.inputs or [str(CORPUS)])
    pdfs = [path for path in named if path.read_bytes()[:5] == b"%PDF-"]
    measure(pdfs, options.runs)


if __name__ == "__main__":
    main()
