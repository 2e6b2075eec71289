"""Makes each kind of fault in the graph of any disclosure, one at a time, to see that its rule finds it.

A fault is a SPARQL update in `faults/`, named like the query that must find it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import pyoxigraph as ox

from ontology import codes, iris
from ontology.skos import used_quads


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of fault: the name of the query that finds it, what it is, and the update that makes it."""

    name: str
    about: str
    update: str


@cache
def faults() -> tuple[Fault, ...]:
    """Every fault, by name."""
    folder = files("shapes").joinpath("faults")
    found = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith(".ru")}
    return tuple(
        Fault(name.removesuffix(".ru"), found[name].partition("\n")[0].removeprefix("# "), found[name])
        for name in sorted(found)
    )


def with_fault(quads: Iterable[ox.Quad], fault: Fault) -> list[ox.Quad] | None:
    """A disclosure's graph with a fault, as quads of the default graph; None when nothing in it can be wrong so."""
    store = ox.Store()
    store.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    before = set(store)
    store.update(fault.update)
    if set(store) == before:
        return None
    store.extend(undescribed(store))
    return sorted(store, key=str)


def undescribed(store: ox.Store) -> list[ox.Quad]:
    """What a graph says of the codes that a fault brought in."""
    used = {iris.code_parts(quad.object.value) for quad in store if isinstance(quad.object, ox.NamedNode)}
    found = used_quads((code for code in used if code and code[0] in codes.schemes()), "urn:codes", {})
    new = [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in found]
    return [quad for quad in new if next(iter(store.quads_for_pattern(quad.subject, None, None)), None) is None]
