"""What the endpoint says about itself: SPARQL service description, and VoID on the data behind it."""

import hashlib

from pyoxigraph import BlankNode, Literal, NamedNode, QueryResultsFormat, RdfFormat, Triple, serialize

from ontology.namespaces import PREFIXES, VOCABULARY_GRAPH
from server.formats import GRAPHS, QUADS, RESULTS, Format
from server.site import Site

SD = "http://www.w3.org/ns/sparql-service-description#"
SIMPLE = "http://www.w3.org/ns/entailment/Simple"
MOST_GRAPHS = 1_000
VOID = PREFIXES["void"]
XSD_INTEGER = NamedNode(PREFIXES["xsd"] + "integer")
TYPE = NamedNode(PREFIXES["rdf"] + "type")


def service_description(site: Site, address: str, form: Format) -> bytes:
    """The description of the endpoint at `address`, serialised."""
    text = serialize(_triples(site, address), format=form.graph, prefixes={**PREFIXES, "sd": SD})
    assert text is not None
    return text


def _triples(site: Site, address: str) -> list[Triple]:
    service, dataset, graph = NamedNode(address), BlankNode("dataset"), BlankNode("graph")
    return [
        Triple(service, TYPE, NamedNode(SD + "Service")),
        Triple(service, NamedNode(SD + "endpoint"), service),
        Triple(service, NamedNode(SD + "supportedLanguage"), NamedNode(SD + "SPARQL11Query")),
        Triple(service, NamedNode(SD + "feature"), NamedNode(SD + "UnionDefaultGraph")),
        *(Triple(service, NamedNode(SD + "resultFormat"), NamedNode(iri)) for iri in _format_iris()),
        Triple(service, NamedNode(SD + "defaultEntailmentRegime"), NamedNode(SIMPLE)),
        Triple(service, NamedNode(SD + "defaultDataset"), dataset),
        Triple(dataset, TYPE, NamedNode(SD + "Dataset")),
        Triple(dataset, TYPE, NamedNode(VOID + "Dataset")),
        Triple(dataset, NamedNode(VOID + "uriSpace"), Literal(site.release.base)),
        Triple(dataset, NamedNode(VOID + "vocabulary"), NamedNode(VOCABULARY_GRAPH)),
        Triple(dataset, NamedNode(VOID + "sparqlEndpoint"), service),
        Triple(dataset, NamedNode(SD + "defaultGraph"), graph),
        Triple(graph, TYPE, NamedNode(SD + "Graph")),
        Triple(graph, NamedNode(VOID + "triples"), Literal(str(site.triples), datatype=XSD_INTEGER)),
        *(triple for each in _named(site) for triple in _graph(dataset, *each)),
    ]


def _named(site: Site) -> list[tuple[str, int]]:
    """The named graphs with their sizes: one per disclosure version, and those of the ontology."""
    return [(each["iri"], each["number"]) for each in site.index.rows("graphs")[:MOST_GRAPHS]]


def _graph(dataset: BlankNode, iri: str, triples: int) -> list[Triple]:
    key = hashlib.sha256(iri.encode()).hexdigest()[:12]
    entry, graph = BlankNode(f"n{key}"), BlankNode(f"g{key}")
    return [
        Triple(dataset, NamedNode(SD + "namedGraph"), entry),
        Triple(entry, TYPE, NamedNode(SD + "NamedGraph")),
        Triple(entry, NamedNode(SD + "name"), NamedNode(iri)),
        Triple(entry, NamedNode(SD + "graph"), graph),
        Triple(graph, TYPE, NamedNode(SD + "Graph")),
        Triple(graph, NamedNode(VOID + "triples"), Literal(str(triples), datatype=XSD_INTEGER)),
    ]


def _format_iris() -> list[str]:
    engines = [each.engine for each in (*RESULTS, *GRAPHS, *QUADS)]
    return [engine.iri for engine in engines if isinstance(engine, QueryResultsFormat | RdfFormat)]
