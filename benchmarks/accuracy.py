"""How much of a document is read, measured without an answer key: the document's own contents and sums are the judge.

    python benchmarks/accuracy.py [INPUT...]

A figure in the wrong column can still close a sum, so these shares are upper bounds of what is right; a share
below one is always worth a look.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import converter
from benchmarks.closing import Share, share, sums_across, sums_down
from benchmarks.prose import stated_figures
from converter import Disclosure
from converter.facts import UNDECIDED
from converter.tables import kind_of_title
from converter.words import key

ROOT = Path(__file__).resolve().parent.parent
DEFAULT = (ROOT / "samples", ROOT.parent / "shared" / "disclosures")
# a line of the contents: an ordinal, a title, dots and a page
ANNOUNCED = re.compile(
    r"^[-*|#\s]*(?:[一二三四五六七八九十]+、|[(（\d.、）)]*|附?表\s*\d*)\s*(\S.{3,40}表)[\s.…·|]*\d*[\s|]*$"
)
# a number with decimals or groups; before 年 or 号 it is a date or the number of a document
NUMBER = re.compile(r"(?<![\d.,，])-?(?:\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+\.\d+)(?!\d|[.,]\d)(?!\s*[年号])")


@dataclass(frozen=True)
class Accuracy:
    """What was measured of one document, or of all together."""

    tables: Share
    numbers: Share
    down: Share
    across: Share
    cells: int
    undecided: int
    beside: int
    findings: Counter[str]
    prose: Share

    def __add__(self, other: Accuracy) -> Accuracy:
        shares = (self.tables + other.tables, self.numbers + other.numbers)
        sums = (self.down + other.down, self.across + other.across)
        counts = (self.cells + other.cells, self.undecided + other.undecided, self.beside + other.beside)
        return Accuracy(*shares, *sums, *counts, self.findings + other.findings, self.prose + other.prose)


NOTHING = Accuracy(Share(0, 0), Share(0, 0), Share(0, 0), Share(0, 0), 0, 0, 0, Counter(), Share(0, 0))


def measure(disclosure: Disclosure) -> Accuracy:
    """The accuracy of one document as read."""
    return Accuracy(
        tables=announced_tables(disclosure),
        numbers=printed_numbers(disclosure),
        down=share(closes for block in disclosure.blocks for closes in sums_down(block)),
        across=share(closes for block in disclosure.blocks for closes in sums_across(block)),
        cells=len(disclosure.cell_facts),
        undecided=sum(cell.resolved_by == UNDECIDED for cell in disclosure.cell_facts),
        beside=beside(disclosure),
        findings=Counter(finding.rule for finding in disclosure.finding_facts),
        prose=stated_figures(disclosure),
    )


def announced_tables(disclosure: Disclosure) -> Share:
    """The tables that lines before the first one announce, found by their kind, a kind announced twice twice."""
    first = min(table.first_line for table in disclosure.tables)
    lines = (line.text.strip() for line in disclosure.document.lines if line.number < first)
    titles = [found.group(1) for text in lines if (found := ANNOUNCED.match(text))]
    wanted = Counter(kind for title in dict.fromkeys(map(key, titles)) if (kind := kind_of_title(title)))
    have = Counter(table.kind for table in disclosure.tables)
    return Share((wanted & have).total(), wanted.total())


def printed_numbers(disclosure: Disclosure) -> Share:
    """The numbers with decimals or groups in tables that are exactly one decided cell, or one other figure.

    In lines of cells a number counts where it fills its cell; numbers among words, and percentages, are told apart.
    """
    cells = Counter((c.line_start, c.published_value) for c in disclosure.cell_facts if c.resolved_by != UNDECIDED)
    other = set(other_figures(disclosure))
    hits = total = 0
    for (line, text), count in Counter(numbers_of(disclosure)).items():
        total += count
        once = count - abs(count - cells[line, text])
        hits += count if not cells[line, text] and (line, text) in other else max(once, 0)
    return Share(hits, total)


def numbers_of(disclosure: Disclosure) -> Iterator[tuple[int, str]]:
    """(line, number) of the numbers that fill a cell; in lines without cells, of all."""
    for line in (line for table in disclosure.tables for line in table.body):
        cells = line.text.split("\t") if "\t" in line.text else None
        found = [text for cell in cells for text in whole_number(cell)] if cells else NUMBER.findall(line.text)
        yield from ((line.number, text) for text in found)


def whole_number(cell: str) -> list[str]:
    """The number that a cell is, but for spaces and a currency sign; empty when it holds words or a percentage."""
    found = NUMBER.findall(cell)
    rest = re.sub(r"[\s¥￥()（）△▲－−+-]", "", cell)
    return found if len(found) > 1 or (found and rest == found[0].strip("-")) else []


def beside(disclosure: Disclosure) -> int:
    """How many numbers of the tables stand among words or are percentages, and so are not counted."""
    lines = [line.text for table in disclosure.tables for line in table.body]
    return sum(len(NUMBER.findall(text)) for text in lines) - sum(1 for _ in numbers_of(disclosure))


def other_figures(disclosure: Disclosure) -> Iterator[tuple[int, str]]:
    """(line, number) of the figures of projects, spending plans and indicators."""
    yield from ((step.line, step.published_value) for step in disclosure.plan_facts)
    for project in disclosure.project_facts:
        texts = (project.name, project.published_value, project.purpose, *project.goals)
        yield from spread(project.line_start, project.line_end, texts)
    for aim in disclosure.indicator_facts:
        yield from spread(aim.line_start, aim.line_end, (aim.level3, aim.description, aim.published_value, aim.basis))


def spread(first: int, last: int, texts: Iterable[str]) -> Iterator[tuple[int, str]]:
    numbers = [number for text in texts for number in NUMBER.findall(text)]
    yield from ((line, number) for line in range(first, last + 1) for number in numbers)


def show(name: str, found: Accuracy) -> Iterator[str]:
    """One document's table."""
    yield name
    yield f"  tables of the contents found     {found.tables if found.tables.of else 'no contents'}"
    yield f"  printed numbers in one place     {found.numbers}"
    yield f"  numbers among words, or percent  {found.beside} (not counted)"
    yield f"  total rows that close            {found.down}"
    yield f"  total columns that close         {found.across}"
    yield f"  figures of the prose read        {found.prose if found.prose.of else 'no prose'}"
    yield f"  cells undecided                  {found.undecided} of {found.cells}"
    rules = ", ".join(f"{rule} {count}" for rule, count in found.findings.most_common())
    yield f"  findings                         {rules or 'none'}"


def summary(count: int, failed: int, all_found: Accuracy) -> str:
    return (
        f"{count} documents ({failed} not read): tables {all_found.tables}; numbers {all_found.numbers}, "
        f"{all_found.beside} among words; "
        f"rows {all_found.down}; columns {all_found.across}; prose {all_found.prose}; "
        f"undecided {all_found.undecided} of {all_found.cells}; "
        f"findings {all_found.findings.total()}"
    )


def main(inputs: Sequence[str]) -> None:
    total, count, failed = NOTHING, 0, 0
    for path in converter.expand(inputs or [str(folder) for folder in DEFAULT if folder.is_dir()]):
        count += 1
        try:
            found = measure(converter.read(path))
        except converter.DocumentError as error:
            failed += 1
            print(f"{path.name}\n  not read: {error}\n")
            continue
        total += found
        print("\n".join(show(path.name, found)), end="\n\n")
    print(summary(count, failed, total))


if __name__ == "__main__":
    main(sys.argv[1:])
