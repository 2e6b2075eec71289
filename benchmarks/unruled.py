"""How much is read of real PDFs as if none of their rules were drawn, beside what is read with the rules.

    python benchmarks/unruled.py INPUT...

A hard test of tables told by where words stand: the pages are real and their readings with rules are the answer key, so
an error of these counts as one of those. A figure is *as with rules* when row, columns and amount agree; *under another
head* when only row and amount do: these must be rare, for what cannot be told is to be left undecided.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

import converter
from converter import Disclosure
from converter.errors import DocumentError
from converter.inputs import expand
from converter.key_figures import key_figures
from converter.readers import pdf
from converter.readers.marks import Page

Cell = tuple[str, str, str, str, str]
READ: Callable[..., Page] = pdf.read_page


@dataclass(frozen=True)
class Compared:
    """Figures of one document or of several: all, those as with rules, those under another head; key figures."""

    figures: int = 0
    same: int = 0
    other: int = 0
    keys: int = 0
    keys_same: int = 0
    keys_wrong: int = 0

    def __add__(self, more: Compared) -> Compared:
        return Compared(*(a + b for a, b in zip(vars(self).values(), vars(more).values(), strict=True)))


def without_rules(*given: object) -> Page:
    """A page, its rules taken away."""
    return replace(READ(*given), horizontal=(), vertical=())


@contextmanager
def bare() -> Iterator[None]:
    """Reads all PDFs without their rules."""
    with patch.object(pdf, "read_page", without_rules):
        yield


def cells(disclosure: Disclosure) -> Counter[Cell]:
    """The figures by kind of table, code, label, column and amount."""
    known = (cell for cell in disclosure.cell_facts if cell.known)
    return Counter(
        (cell.table_kind, cell.row_code, "".join(cell.row_label.split()), cell.column_path, str(cell.amount_yuan))
        for cell in known
    )


def compared(ruled: Disclosure, unruled: Disclosure) -> Compared:
    """How a reading without rules agrees with the one with rules."""
    with_rules, without = cells(ruled), cells(unruled)
    lost, new = (without_heads(part) for part in (with_rules - without, without - with_rules))
    keys, found = ({key.term: key.amount for key in key_figures(each)} for each in (ruled, unruled))
    return Compared(
        with_rules.total(),
        (with_rules & without).total(),
        (lost & new).total(),
        len(keys),
        sum(found.get(term) == amount for term, amount in keys.items()),
        sum(term in keys and keys[term] != amount for term, amount in found.items()),
    )


def without_heads(found: Counter[Cell]) -> Counter[tuple[str, str, str]]:
    """The figures by kind of table, row and amount alone."""
    return Counter((kind, code or label, amount) for kind, code, label, _, amount in found.elements())


def measure(path: Path) -> Compared | None:
    """What is read of a PDF with and without its rules; None of one that holds no budget."""
    try:
        ruled = converter.read(path)
    except DocumentError:
        return None
    with bare():
        try:
            return compared(ruled, converter.read(path))
        except DocumentError:
            return Compared(cells(ruled).total(), keys=len({key.term for key in key_figures(ruled)}))


def row(name: str, found: Compared) -> str:
    """A line of the table."""
    share = 100 * found.same / max(found.figures, 1)
    keys = f"{found.keys_same} of {found.keys} | {found.keys_wrong}"
    return f"| {name} | {found.figures:,} | {share:.1f} % | {found.other} | {keys} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="PDF files, or folders of them")
    print("| document | figures | as with rules | under another head | key figures alike | differing |")
    print("|---|--:|--:|--:|--:|--:|")
    total = Compared()
    for path in expand(parser.parse_args().inputs):
        found = measure(path) if path.suffix.lower() == ".pdf" else None
        if found is not None:
            print(row(path.stem, found), flush=True)
            total += found
    print(row("all", total))


if __name__ == "__main__":
    main()
