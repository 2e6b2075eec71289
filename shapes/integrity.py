"""Holds a data cube against the 21 integrity constraints of the W3C Data Cube, written as queries in `constraints/`.

IC-12 and IC-17 are made for each structure from its dimensions, so that they are linear; IC-20 and IC-21 for each
hierarchy. `python -m shapes.integrity FILE...` does the same from the shell.
"""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox

from ontology import publish

NUMBERS = tuple(range(1, 22))
_PARAMETER = re.compile(r"\$(\w+)")
_TITLE = re.compile(r"^# (zh|en): (.+)$", re.MULTILINE)
MEASURE_TYPE = ox.NamedNode("http://purl.org/linked-data/cube#measureType")


@dataclass(frozen=True, slots=True)
class Break:
    """One thing that breaks a constraint: `focus` is what breaks it, `value` the other side where there is one."""

    constraint: int
    focus: str
    value: str
    message_zh: str
    message_en: str

    def __str__(self) -> str:
        beside = f" ({self.value})" if self.value else ""
        return f"IC-{self.constraint}: {self.message_en} {self.message_zh} {self.focus}{beside}"


def breaks(triples: Iterable[ox.Triple | ox.Quad]) -> list[Break]:
    """All that breaks a constraint, after the cube has been brought into normal form; graphs make no difference."""
    store = ox.Store()
    store.extend(ox.Quad(each.subject, each.predicate, each.object) for each in triples)
    store.update(query_text("normalise.ru"))
    return [found for number in NUMBERS for found in _breaks(store, number)]


def breaks_of_disclosure(triples: Iterable[ox.Triple | ox.Quad]) -> list[Break]:
    """The same for a graph whose structures and code lists are those of our vocabulary."""
    return breaks([*triples, *_ontology()])


@cache
def query_text(name: str) -> str:
    """The text of a file in `constraints/`."""
    return files("shapes").joinpath("constraints", name).read_text(encoding="utf-8")


@cache
def _ontology() -> tuple[ox.Quad, ...]:
    return tuple(publish.quads())


def _breaks(store: ox.Store, number: int) -> Iterator[Break]:
    text = query_text(f"ic-{number:02}.rq")
    titles = dict(_TITLE.findall(text))
    for values in _parameters(store, number):
        filled = _PARAMETER.sub(lambda match: values[match[1]], _TITLE.sub("", text))  # noqa: B023
        for row in _rows(store, filled):
            names = [variable.value for variable in row[0]]
            found = {name: _said(value) for name, value in zip(names, row[1], strict=True)}
            yield Break(number, found["focus"], found.get("value", ""), titles["zh"], titles["en"])


def _parameters(store: ox.Store, number: int) -> Iterator[dict[str, str]]:
    """What a constraint's query is filled in with, once for each time that it is to run."""
    if number in (12, 17):
        yield from _structures(store, with_measure_type=number == 17)
    elif number in (20, 21):
        column = "down" if number == 20 else "up"
        for _, row in _rows(store, query_text("hierarchies.rq")):
            if row[column] is not None:
                yield {"parent": str(row[column])}
    else:
        yield {}


def _structures(store: ox.Store, *, with_measure_type: bool) -> Iterator[dict[str, str]]:
    found: dict[str, list[str]] = {}
    for _, row in _rows(store, query_text("structures.rq")):
        found.setdefault(str(row["structure"]), []).append(str(row["dimension"]))
    for structure, dimensions in found.items():
        used = dimensions
        if with_measure_type:
            if str(MEASURE_TYPE) not in dimensions:
                continue
            used = [each for each in dimensions if each != str(MEASURE_TYPE)]
        yield {
            "structure": structure,
            "dimensions": " ; ".join(f"{each} ?d{place}" for place, each in enumerate(used)),
            "values": " ".join(f"?d{place}" for place, _ in enumerate(used)),
        }


def _rows(store: ox.Store, text: str) -> Iterator[tuple[list[ox.Variable], ox.QuerySolution]]:
    solutions = store.query(text)
    assert isinstance(solutions, ox.QuerySolutions)
    for row in solutions:
        yield list(solutions.variables), row


def _said(value: object) -> str:
    return "" if value is None else getattr(value, "value", str(value))


def read_triples(path: Path) -> Iterator[ox.Quad]:
    """The quads of a file by its name: Turtle, N-Triples, N-Quads …, also gzipped."""
    plain = path.name.removesuffix(".gz")
    form = ox.RdfFormat.from_extension(plain.rpartition(".")[2])
    if form is None:
        raise ValueError(f"{path}: no RDF format has this ending; name a .ttl, .nt, .nq or .rdf file, also with .gz")
    data = path.read_bytes()
    yield from ox.parse(gzip.decompress(data) if path.name.endswith(".gz") else data, format=form)


def main(paths: list[str]) -> int:
    """How many of the files break a constraint; what breaks it is printed."""
    bad = 0
    for path in map(Path, paths):
        found = breaks_of_disclosure(read_triples(path))
        bad += bool(found)
        print(f"{path.name}: {f'{len(found)} breaks' if found else 'all 21 constraints hold'}")
        for each in found[:20]:
            print(f"  {each}")
    return bad


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1:]) else 0)
