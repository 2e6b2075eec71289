"""Real documents, one of each family: every digit once, every number alone in its cell, the printed totals found."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

from converter.document import Document

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
DECIMAL = re.compile(r"(?<![\d.,])-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d+(?![\d.])")
Real = Callable[[str], Document]


def records(name: str) -> list[dict[str, str]]:
    """The rows of one of the corpus' own lists; none where the corpus is not there."""
    if not (CORPUS / name).is_file():
        return []
    with (CORPUS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def one_of_each_family() -> list[str]:
    return sorted({row["layout_family"]: row["file"] for row in records("MANIFEST.tsv")}.values())


FAMILIES = one_of_each_family() or ["none"]


def digits(text: str) -> Counter[str]:
    return Counter(character for character in text if character.isdecimal())


def unseen_on(document: Document) -> set[int]:
    """The pages on which lines are cut off by a clipping path."""
    told = "".join(remark for remark in document.remarks if "cannot be seen" in remark)
    return set(map(int, re.findall(r"\d+", told.partition("pages: ")[2].partition("(")[0])))


@pytest.mark.parametrize("name", [name for name in FAMILIES if not name.endswith(".html")])
def test_every_digit_of_a_page_stands_once_in_its_lines(name: str, corpus: Path, real: Real) -> None:
    pages: dict[int, list[str]] = defaultdict(list)
    for line in real(name).lines:
        pages[line.page or 0].append(line.text)
    source = pypdfium2.PdfDocument(corpus / name)
    for number in range(1, len(source) + 1):
        text = source[number - 1].get_textpage().get_text_bounded()
        read, drawn = digits("".join(pages[number])), digits(text)
        assert read == drawn or (number in unseen_on(real(name)) and read <= drawn), number
    source.close()


@pytest.mark.parametrize("name", FAMILIES)
def test_no_cell_holds_more_than_one_amount(name: str, corpus: Path, real: Real) -> None:
    rows = [line.text.split("\t") for line in real(name).lines if "\t" in line.text]
    amounts = [cell for row in rows for cell in row if DECIMAL.fullmatch(cell)]
    assert not [
        cell for row in rows for cell in row if re.fullmatch(r"[-\d., ]+", cell) and len(DECIMAL.findall(cell)) > 1
    ]
    assert amounts or name.endswith("_narr.pdf")


@pytest.mark.parametrize("row", records("EXPECTED.tsv"), ids=lambda row: f"{row['file'][:12]} {row['measure']}")
def test_printed_totals_stand_in_cells_of_their_own(row: dict[str, str], real: Real) -> None:
    cells = {cell for line in real(row["file"]).lines if "\t" in line.text for cell in line.text.split("\t")}
    assert row["value_as_printed"] in cells
