"""How much is read of real PDFs as if none of their rules were drawn, or not all, beside what is read with the rules.

    python benchmarks/unruled.py [--missing all|half|one] INPUT...

With `half` each inner upright rule of a page is left out by chance, with `one` a single one, on each page another.
A hard test of tables told by where words stand: the pages are real and their readings with rules are the answer key, so
an error of these counts as one of those. A figure is *as with rules* when row, columns and amount agree; *under another
head* when only row and amount do: these must be rare, for what cannot be told is to be left undecided.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
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
SNAP = 3.0  # points: upright rules so near are one
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


def without_rules(page: Page) -> Page:
    """A page, its rules taken away."""
    return replace(page, horizontal=(), vertical=())


def without_half(page: Page) -> Page:
    """A page without about half of its inner upright rules."""
    chance = random.Random(page.number)
    return without(page, [x for x in inner(page) if chance.random() < 0.5])


def without_one(page: Page) -> Page:
    """A page without one of its inner upright rules."""
    places = inner(page)
    return without(page, [random.Random(page.number).choice(places)] if places else [])


def inner(page: Page) -> list[float]:
    """Where the upright rules of a page stand, the outermost aside."""
    places: list[float] = []
    for rule in sorted(page.vertical):
        if not places or rule.at - places[-1] > SNAP:
            places.append(rule.at)
    return places[1:-1]


def without(page: Page, places: Sequence[float]) -> Page:
    """A page without the upright rules at some places."""
    kept = (rule for rule in page.vertical if not any(place <= rule.at <= place + SNAP for place in places))
    return replace(page, vertical=tuple(kept))


MISSING: dict[str, Callable[[Page], Page]] = {"all": without_rules, "half": without_half, "one": without_one}


@contextmanager
def bare(missing: str = "all") -> Iterator[None]:
    """Reads all PDFs without their rules, or without some of them."""
    with patch.object(pdf, "read_page", lambda *given: MISSING[missing](READ(*given))):
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


def measure(path: Path, missing: str = "all") -> Compared | None:
    """What is read of a PDF with and without (some of) its rules; None of one that holds no budget."""
    try:
        ruled = converter.read(path)
    except DocumentError:
        return None
    with bare(missing):
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
    parser.add_argument("--missing", choices=MISSING, default="all", help="which rules are left out")
    given = parser.parse_args()
    print("| document | figures | as with rules | under another head | key figures alike | differing |")
    print("|---|--:|--:|--:|--:|--:|")
    total = Compared()
    for path in expand(given.inputs):
        found = measure(path, given.missing) if path.suffix.lower() == ".pdf" else None
        if found is not None:
            print(row(path.stem, found), flush=True)
            total += found
    print(row("all", total))


if __name__ == "__main__":
    main()
