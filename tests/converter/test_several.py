"""Files that hold disclosures of several bodies, one behind the other: nobody gets the figures of another."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

import converter
from converter.disclosure import Disclosure, understand
from converter.document import Document, Line
from converter.errors import DocumentError
from converter.reading import read_all
from converter.several import Owner, each_disclosure, titled_by
from converter.tables import find_tables

BODIES = ("henan-xinxiang-weibin", "hebei-shijiazhuang", "henan-sanmenxia")


def named(readings: dict[str, Disclosure], name: str) -> Disclosure:
    return next(reading for file, reading in readings.items() if file.startswith(name))


def behind_each_other(*documents: Document, pages: bool = False) -> Document:
    """The documents as one, with or without pages of their own."""
    lines = [
        replace(line, page=page if pages else None) for page, each in enumerate(documents, 1) for line in each.lines
    ]
    return renumbered(documents[0], lines)


def renumbered(document: Document, lines: list[Line]) -> Document:
    return replace(document, lines=tuple(replace(line, number=number) for number, line in enumerate(lines, 1)))


def parted(document: Document) -> tuple[Document, ...]:
    return each_disclosure(document, find_tables(document))


def facts(reading: Disclosure) -> Counter[tuple[str, ...]]:
    return Counter(
        (c.table_kind, c.row_code, c.row_label, c.column_path, str(c.amount_yuan), c.resolved_by)
        for c in reading.cell_facts
    )


@pytest.mark.parametrize("pages", [False, True])
@pytest.mark.parametrize("order", [BODIES, BODIES[::-1]])
def test_each_body_of_a_volume_is_read_as_if_it_were_alone(
    order: tuple[str, ...], pages: bool, readings: dict[str, Disclosure]
) -> None:
    alone = [named(readings, name) for name in order]
    documents = parted(behind_each_other(*(reading.document for reading in alone), pages=pages))
    assert len(documents) == len(order)
    for own, document in zip(alone, documents, strict=True):
        found = understand(document)
        assert (found.identity.organisation.name, found.identity.region, found.identity.year) == (
            own.identity.organisation.name, own.identity.region, own.identity.year,
        )  # fmt: skip
        assert facts(found) == facts(own)
        assert [line.number for line in document.lines] == list(range(1, len(document.lines) + 1))


def test_every_sample_alone_is_one_disclosure(readings: dict[str, Disclosure]) -> None:
    for reading in readings.values():
        assert parted(reading.document) == (reading.document,)


def without_names(reading: Disclosure) -> Document:
    """A document that nowhere says whose it is."""
    short = reading.identity.organisation.name[-5:]
    lines = [replace(line, text=line.text.replace(short, "某某")) for line in reading.document.lines]
    return replace(reading.document, lines=tuple(lines), path=Path("tables.txt"))


def test_figures_of_a_body_that_is_not_named_go_to_nobody(readings: dict[str, Disclosure]) -> None:
    own, other = named(readings, BODIES[0]), named(readings, BODIES[1])
    first, second = parted(behind_each_other(own.document, without_names(other), pages=True))
    assert facts(understand(first)) == facts(own)
    with pytest.raises(DocumentError, match="no department is named"):
        understand(replace(second, path=Path("tables.txt")))


def test_tables_printed_twice_are_of_one_disclosure(readings: dict[str, Disclosure]) -> None:
    own = named(readings, BODIES[0]).document
    assert len(parted(behind_each_other(own, own))) == 1
    again = without_names(named(readings, BODIES[0]))
    assert len(parted(behind_each_other(own, again))) == 1


@pytest.mark.parametrize(
    ("text", "name", "year", "phase"),
    [
        ("安阳县水利局2026年度部门预算公开", "安阳县水利局", "2026", "预算"),
        ("2025年安阳县水利局部门决算公开报告", "安阳县水利局", "2025", "决算"),
        ("安阳县水利局(本级)2026年单位预算", "安阳县水利局(本级)", "2026", "预算"),
        ("安阳县水利局部门预算说明", "安阳县水利局", "", "预算"),
        ("安阳县水利局2026年部门预算及“三公”经费预算信息公开", "安阳县水利局", "2026", "预算"),
    ],
)
def test_titles_say_whose_what_follows_is(text: str, name: str, year: str, phase: str) -> None:
    assert titled_by(text, 7) == Owner(7, name, year, phase)


@pytest.mark.parametrize(
    "text",
    [
        "2026年度部门预算公开",
        "安阳县水利局2026年部门预算........12",
        "安阳县水利局2026年部门预算收入比上年增加",
        "安阳县水利局部门概况",
        "安阳县水利局2026年部门预算由下属单位预算组成。",
    ],
)
def test_other_lines_say_nothing(text: str) -> None:
    assert titled_by(text, 7) is None


def test_names_are_the_same_with_and_without_their_place_but_not_their_level() -> None:
    whole = Owner(1, "安阳县水利局", "2026", "预算")
    assert whole.is_same(Owner(9, "水利局")) and Owner(9, "水利局").is_same(whole)
    assert whole.is_same(Owner(9, "安阳县水利局(汇总)", "2026"))
    for other in (
        Owner(9, "安阳县水利局(本级)"),
        Owner(9, "安阳县林业局"),
        Owner(9, "安阳县水利局", "2025"),
        Owner(9, "安阳县水利局", "", "决算"),
    ):
        assert not whole.is_same(other)


@pytest.fixture
def volume(readings: dict[str, Disclosure], tmp_path: Path) -> Path:
    """A file with two bodies that are named and one that is not."""
    documents = [named(readings, BODIES[0]).document, without_names(named(readings, BODIES[1]))]
    path = tmp_path / "in" / "volume.txt"
    path.parent.mkdir()
    texts = [document.text for document in (*documents, named(readings, BODIES[2]).document)]
    path.write_text("\n".join(texts), "utf-8")
    return path


def test_a_release_holds_each_disclosure_of_a_volume(
    volume: Path, readings: dict[str, Disclosure], tmp_path: Path
) -> None:
    out = tmp_path / "release"
    for _ in range(2):  # the second time from what was kept
        result = converter.convert([volume], out, progress=False, jobs=1)
        assert [summary.entry["department"] for summary in result.disclosures] == [
            named(readings, BODIES[0]).identity.organisation.name,
            named(readings, BODIES[2]).identity.organisation.name,
        ]
        [rejected] = result.rejected
        assert rejected.file.startswith("volume.txt (lines ") and "no department is named" in rejected.problem
        sources = [each["source"] for each in json.loads((out / "manifest.json").read_text("utf-8"))["disclosures"]]
        assert [source["file"] for source in sources] == ["volume.txt", "volume.txt"]
        assert [source["extent"].startswith("lines ") for source in sources] == [True, True]
        assert sources[0]["remarks"] == ["one of 3 disclosures in its file"]
    assert len(list((out / "source").iterdir())) == 2


def test_a_volume_gives_several_readings(volume: Path, readings: dict[str, Disclosure]) -> None:
    found = [outcome for _, outcome in read_all([volume])]
    assert [type(each).__name__ for each in found] == ["Disclosure", "LooseError", "Disclosure"]
    first = converter.read(volume)
    assert facts(first) == facts(named(readings, BODIES[0]))
    assert set(first.cells["document"]) == {first.document.name} and first.document.extent in first.document.name


def test_all_disclosures_of_a_file_are_given(readings: dict[str, Disclosure], tmp_path: Path) -> None:
    path = tmp_path / "volume.txt"
    path.write_text("\n".join(named(readings, name).document.text for name in BODIES[1:]), "utf-8")
    assert [facts(each) for each in converter.read_each(path)] == [facts(named(readings, name)) for name in BODIES[1:]]
