"""The data structure definitions: which dimensions and measures the lines of each kind of table have.

`vocabulary/dsd.csv` is the one source; `python -m ontology.dsd` writes `vocabulary/dsd.ttl` from it.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ontology import codes, iris
from ontology.namespaces import PREFIXES, VOCABULARY_GRAPH
from ontology.tables import rows

# Every definition has these dimensions.
COMMON = ("department", "fiscalYear", "budgetPhase", "item", "occurrence")
# Said once for a data set. None is required of each line: a document may print no unit, and that a data set has its
# currency is for a shape to say.
DATASET_ATTRIBUTES = ("unitMeasure", "publishedUnit")


@cache
def _definitions() -> dict[str, dict[str, tuple[str, ...]]]:
    return {
        row["kind"]: {
            "dimensions": (*COMMON, *row["dimensions"].split()),
            "measures": tuple(row["measures"].split()),
        }
        for row in rows("vocabulary", "dsd.csv")
    }


def kinds() -> tuple[str, ...]:
    """The kinds of tables that have a definition."""
    return tuple(_definitions())


def dimensions(kind: str) -> tuple[str, ...]:
    """The names of all dimensions of a kind of table, the common ones first."""
    return _definition(kind)["dimensions"]


def measures(kind: str) -> tuple[str, ...]:
    """The names of the measures of a kind of table; every line has all of them."""
    return _definition(kind)["measures"]


def _definition(kind: str) -> dict[str, tuple[str, ...]]:
    if kind not in _definitions():
        raise KeyError(f"{kind!r} is no kind of table; expected one of {', '.join(kinds())}")
    return _definitions()[kind]


def turtle() -> str:
    """The text of `vocabulary/dsd.ttl`."""
    prefixes = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("qb", "rdfs", "ys"))
    note = "# Written by `python -m ontology.dsd` from dsd.csv; change that file.\n"
    return f"{note}{prefixes}\n" + "\n".join(_definition_turtle(kind) for kind in kinds())


def _definition_turtle(kind: str) -> str:
    concept = codes.scheme("table-kind")[kind]
    components = list(_components(kind))
    listed = ",\n        ".join(f"<{iri}>" for iri, _ in components)
    head = (
        f"<{iris.dsd(kind)}> a qb:DataStructureDefinition ;\n"
        f'    rdfs:label "{concept.label_zh}"@zh, "{concept.label_en}"@en ;\n'
        f'    rdfs:comment "{concept.definition_zh}"@zh, "{concept.definition_en}"@en ;\n'
        f"    rdfs:isDefinedBy <{VOCABULARY_GRAPH}> ;\n"
        f"    qb:component {listed} .\n"
    )
    return head + "".join(f"\n<{iri}> a qb:ComponentSpecification ; {text} .\n" for iri, text in components)


def _components(kind: str) -> Iterator[tuple[str, str]]:
    for order, name in enumerate(dimensions(kind), start=1):
        yield _component(kind, name), f"{_property('dimension', name)} ; qb:order {order}"
    for name in measures(kind):
        yield _component(kind, name), _property("measure", name)
    for name in DATASET_ATTRIBUTES:
        yield _component(kind, name), f"{_property('attribute', name)} ; qb:componentAttachment qb:DataSet"
    for name in ("publishedValue", "resolvedBy", "cellAddress"):
        yield _component(kind, name), _property("attribute", name)


def _property(role: str, name: str) -> str:
    """A property in its role, and as a component: tools that do not know the roles read the second."""
    return f"qb:{role} ys:{name} ; qb:componentProperty ys:{name}"


def _component(kind: str, name: str) -> str:
    return f"{iris.dsd(kind)}/component/{name}"


def write() -> Path:
    """Where `dsd.ttl` was written."""
    path = Path(__file__).parent / "vocabulary" / "dsd.ttl"
    path.write_text(turtle(), encoding="utf-8")
    return path


if __name__ == "__main__":
    print(write())
