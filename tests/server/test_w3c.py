"""The W3C's own tests of SPARQL 1.1 queries, asked over the protocol: no failure that the engine does not have.

    YUSUAN_SPARQL_SUITE=DIR python -m pytest tests/server/test_w3c.py -rx

DIR holds the manifests (https://github.com/w3c/rdf-tests, folder sparql; the source package of rdflib has them, too).
Each test is asked of the engine as well: what fails in both is the engine's own, and is named with -rx.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)
from rdflib import RDF, Graph, URIRef
from rdflib.collection import Collection

from server.answers import Answers
from server.engine import InProcess

SUITE = os.environ.get("YUSUAN_SPARQL_SUITE", "")
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
BASE = "http://example.org/suite/"
# No question of queries over the protocol: other regimes of entailment, other endpoints, updates.
LEFT_OUT = ("entailment", "service", "syntax-fed", "update", "protocol", "service-description", "http-rdf-update")
ROWS = {".srx": QueryResultsFormat.XML, ".srj": QueryResultsFormat.JSON, ".tsv": QueryResultsFormat.TSV}


@dataclass(frozen=True)
class Case:
    """One test of a manifest: a query, its data, and what it is to say; no result where only the syntax counts."""

    name: str
    kind: str
    query: Path
    data: tuple[Path, ...] = ()
    graphs: tuple[Path, ...] = ()
    result: Path | None = None

    @property
    def text(self) -> str:
        return f"BASE <{iri(self.query)}>\n{self.query.read_text('utf-8')}"


def iri(path: Path) -> str:
    return BASE + path.resolve().relative_to(Path(SUITE).resolve()).as_posix()


def cases() -> Iterator[Case]:
    for manifest in sorted(Path(SUITE).rglob("manifest.ttl")) if SUITE else ():
        if not any(part.startswith(LEFT_OUT) or part.endswith("update") for part in manifest.parts):
            graph = Graph().parse(manifest, publicID=manifest.resolve().as_uri())
            for head in graph.objects(None, URIRef(MF + "entries")):
                for entry in Collection(graph, head):
                    yield from case(graph, entry, manifest.parent.name)


def case(graph: Graph, entry: Any, group: str) -> Iterator[Case]:
    kind = str(graph.value(entry, RDF.type)).rpartition("#")[2]
    action = graph.value(entry, URIRef(MF + "action"))
    name = f"{group}/{str(entry).rpartition('#')[2]}"
    if kind == "QueryEvaluationTest":
        parts = [tuple(map(path, graph.objects(action, URIRef(QT + each)))) for each in ("data", "graphData")]
        result = graph.value(entry, URIRef(MF + "result"))
        query = graph.value(action, URIRef(QT + "query"))
        yield Case(name, kind, path(query), parts[0], parts[1], path(result))
    elif kind.startswith(("PositiveSyntax", "NegativeSyntax")):
        yield Case(name, kind, path(action))


def path(node: Any) -> Path:
    return Path(str(node).removeprefix("file://"))


@pytest.fixture(scope="module")
def suite_app(app: Flask) -> Iterator[Flask]:
    before = dict(app.extensions)
    yield app
    app.extensions.update(before)


def served(app: Flask, case: Case) -> tuple[FlaskClient, Store]:
    """The application over the data of a test."""
    store = Store()
    for each in case.data:
        store.load(path=str(each), base_iri=iri(each))
    for each in case.graphs:
        store.load(path=str(each), base_iri=iri(each), to_graph=NamedNode(iri(each)))
    app.extensions["yusuan"] = replace(app.extensions["yusuan"], store=store, engine=InProcess(store))
    app.extensions["answers"] = Answers(0)
    return app.test_client(), store


@pytest.mark.skipif(bool(SUITE), reason="the suite is there")
def test_the_suite_is_there() -> None:
    pytest.skip("set YUSUAN_SPARQL_SUITE to a folder with the W3C's manifests to run them")


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.name)
def test_case(suite_app: Flask, case: Case) -> None:
    client, store = served(suite_app, case)
    if case.result is None:
        refused = client.post("/sparql", data={"query": case.text}).status_code != 200
        assert_or_excuse(refused == case.kind.startswith("Negative"), engine_refuses(store, case) == refused)
    elif case.result.suffix == ".csv":
        said = client.post("/sparql", data={"query": case.text, "format": "csv"}).get_data(as_text=True)
        assert_or_excuse(lines(said) == lines(case.result.read_text("utf-8")), True)
    else:
        expected = wanted(case.result)
        assert_or_excuse(over_http(client, case) == expected, directly(store, case) != expected)


def assert_or_excuse(good: bool, engine_too: bool) -> None:
    if not good and engine_too:
        pytest.xfail("the engine itself says so")
    assert good


def engine_refuses(store: Store, case: Case) -> bool:
    try:
        store.query(case.text)
    except (SyntaxError, ValueError, RuntimeError):
        return True
    return False


def lines(text: str) -> list[str]:
    return sorted(text.replace("\r\n", "\n").splitlines())


# what a result says, comparable


def over_http(client: FlaskClient, case: Case) -> Any:
    response = client.post("/sparql", data={"query": case.text})
    if response.mimetype == "application/sparql-results+json":
        return of_result(parse_query_results(response.data, format=QueryResultsFormat.JSON))
    if response.status_code != 200:
        return response.get_data(as_text=True)
    return canonical([quad.triple for quad in parse(response.data, format=RdfFormat.TURTLE)])


def directly(store: Store, case: Case) -> Any:
    try:
        return of_result(store.query(case.text))
    except (SyntaxError, ValueError, RuntimeError):
        return None


def wanted(result: Path) -> Any:
    if result.suffix in ROWS:
        return of_result(parse_query_results(path=str(result), format=ROWS[result.suffix]))
    triples = [quad.triple for quad in parse(path=str(result), base_iri=iri(result))]
    if any(str(each.predicate.value).startswith(RS) for each in triples):
        return of_result_set(triples)
    return canonical(triples)


def of_result(result: Any) -> Any:
    if isinstance(result, QueryBoolean):
        return bool(result)
    if not isinstance(result, QuerySolutions):
        return canonical(list(result))
    names = [variable.value for variable in result.variables]
    rows = [{name: row[name] for name in names if row[name] is not None} for row in result]
    return canonical_rows(rows)


def of_result_set(triples: list[Any]) -> Any:
    """Rows, or a yes or no, that are written in the vocabulary for them."""
    about: dict[Any, dict[str, list[Any]]] = {}
    for each in triples:
        about.setdefault(each.subject, {}).setdefault(each.predicate.value.removeprefix(RS), []).append(each.object)
    for found in about.values():
        if "boolean" in found:
            return found["boolean"][0].value == "true"
    rows = [row for found in about.values() for row in found.get("solution", ())]
    pairs = [[about[binding] for binding in about.get(row, {}).get("binding", ())] for row in rows]
    return canonical_rows([{each["variable"][0].value: each["value"][0] for each in row} for row in pairs])


def canonical_rows(rows: list[dict[str, Any]]) -> list[str]:
    """The rows in a form that does not depend on their order and the names of blank nodes."""
    quads = []
    for number, row in enumerate(rows):
        node = BlankNode(f"row{number}")
        quads.append(Quad(node, NamedNode(RS + "row"), Literal("")))
        quads += [Quad(node, NamedNode(f"{BASE}{name}"), term) for name, term in row.items()]
    return _canonical(quads)


def canonical(triples: list[Any]) -> list[str]:
    return _canonical([Quad(each.subject, each.predicate, each.object) for each in triples])


def _canonical(quads: list[Quad]) -> list[str]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, dataset))
