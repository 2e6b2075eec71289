"""The W3C SHACL test suite, core and SPARQL, as far as our shapes and rules use the language.

The suite is not part of the project: set YUSUAN_SHACL_SUITE to the folder that holds its `core/` and `sparql/`
(https://github.com/w3c/data-shapes, data-shapes-test-suite/tests).
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from ontology.namespaces import PREFIXES
from shapes.core import Data, read_shapes, validate
from shapes.core.literals import parts
from shapes.core.reading import sh
from shapes.evaluating import Facts
from shapes.rulebook import read_rules

SUITE = os.environ.get("YUSUAN_SHACL_SUITE", "")
TESTS = sorted(path for path in Path(SUITE).rglob("*.ttl") if path.stem[-3:].isdigit()) if SUITE else []
RESULT = f"<{PREFIXES['sh']}ValidationResult>"
DATA_GRAPH = "<http://www.w3.org/ns/shacl-test#dataGraph>"
KNOWN = {  # what our engine leaves out, and why
    "sparql/component/": "constraint components of one's own (sh:parameter) are not used by our shapes",
    "sparql/pre-binding/pre-binding": "queries that need $this bound; our rules keep to a form that does not",
    "sparql/pre-binding/shapesGraph": "queries with $shapesGraph; our rules look at the data alone",
    "sparql/pre-binding/unsupported-sparql": "a failure is asked for; a test keeps MINUS, VALUES and SERVICE out",
    "sparql/property/": "queries with $PATH; our rules are node shapes",
}
Result = tuple[str, str, str, str]


def load(path: Path) -> Data:
    return Data.of(ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=path.as_uri()))


def expected(data: Data) -> Counter[Result] | None:
    """The results that the manifest of a test asks for; None for a test that asks for a failure."""
    if not any(data.values(node, sh("conforms")) for node in data.subjects):
        return None
    names = ("focusNode", "value", "sourceConstraintComponent", "sourceShape")
    found = [[data.value(node, sh(name)) or "" for name in names] for node in data.instances(RESULT)]
    return Counter((focus, value, component, shape) for focus, value, component, shape in found)


def core(path: Path, data: Data) -> Counter[Result]:
    """What the core engine finds."""
    action = next(node for node in data.subjects if data.values(node, DATA_GRAPH))
    other = (data.value(action, DATA_GRAPH) or "")[1:-1]
    held = data if other == path.as_uri() else load(Path(other.removeprefix("file://")))
    shapes = (data.value(action, DATA_GRAPH.replace("dataGraph", "shapesGraph")) or "")[1:-1]
    graph = data if shapes == path.as_uri() else load(Path(shapes.removeprefix("file://")))
    found = validate(read_shapes(graph), held)
    return Counter((v.focus, v.value, sh(v.component), v.shape.node) for v in found)


def sparql(path: Path) -> Counter[Result]:
    """What one asking of each query finds, with `$this` free."""
    store = ox.Store()
    store.load(path.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=path.as_uri())
    found = Facts(Data.of(store), read_rules(store)).breaches()
    return Counter((b.focus, b.value, sh("SPARQLConstraintComponent"), f"<{b.rule.iri}>") for b in found)


@pytest.mark.skipif(not TESTS, reason="set YUSUAN_SHACL_SUITE to the folder of the W3C SHACL test suite")
def test_the_suite_is_whole() -> None:
    assert len(TESTS) > 100


@pytest.mark.parametrize("path", TESTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_core(path: Path) -> None:
    if "sparql" in path.parts:
        pytest.skip("not of SHACL Core")
    data = load(path)
    wanted = expected(data)
    if wanted is None:
        with pytest.raises(ValueError, match="path"):
            core(path, data)
    else:
        assert drop_blank(core(path, data)) == drop_blank(wanted)


def drop_blank(results: Counter[Result]) -> Counter[Result]:
    """The results without the labels of blank nodes, which each reading of a file makes anew."""
    found: Counter[Result] = Counter()
    for (focus, value, component, shape), count in results.items():
        plain = ["_:" if term.startswith("_:") else term for term in (focus, value, component, shape)]
        found[(plain[0], plain[1], plain[2], plain[3])] += count
    return found


@pytest.mark.parametrize("path", TESTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_sparql(path: Path) -> None:
    if "sparql" not in path.parts:
        pytest.skip("not of SHACL-SPARQL")
    for part, reason in KNOWN.items():
        if f"/{part}" in path.as_posix():
            pytest.xfail(reason)
    wanted = expected(load(path))
    assert wanted is not None
    assert sparql(path) == Counter((plain(f), plain(v) or plain(f), c, s) for f, v, c, s in wanted.elements())


def plain(term: str) -> str:
    """The text of a literal, the IRI of a node."""
    literal = parts(term)
    return literal.text if literal else term[1:-1]


def test_values_of_results_are_terms() -> None:
    assert parts('"a"@en') == ("a", "en", PREFIXES["rdf"] + "langString")
