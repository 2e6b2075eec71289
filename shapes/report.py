"""What a check found: frozen results that read alike in Chinese and English, and the same as Turtle."""

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

REPORT = Namespace("urn:yusuan:report#")


@dataclass(frozen=True, slots=True)
class Result:
    """One constraint that a node breaks. `severity` is Violation, Warning or Info."""

    severity: str
    focus: str
    path: str
    value: str
    message_zh: str
    message_en: str
    shape: str


@dataclass(frozen=True, slots=True)
class Report:
    """Whether a graph is what we promise, and each result that says that it is not, in a fixed order."""

    conforms: bool
    results: tuple[Result, ...]
    turtle: str


def read_report(found: Graph, shapes: Graph) -> Report:
    """Our report from the report graph of a SHACL engine."""
    results = tuple(sorted(_results(found, shapes), key=_order))
    conforms = not any(result.severity == "Violation" for result in results)
    return Report(conforms, results, _turtle(conforms, results))


def _order(result: Result) -> tuple[str, ...]:
    return (result.severity, result.shape, result.focus, result.path, result.value)


def _results(found: Graph, shapes: Graph) -> Iterator[Result]:
    for node in found.subjects(RDF.type, SH.ValidationResult):
        shape = found.value(node, SH.sourceShape)
        said = [text for text in shapes.objects(shape, SH.message) if isinstance(text, Literal)]
        messages = {text.language: str(text) for text in said}
        path = found.value(node, SH.resultPath)
        yield Result(
            severity=_text(found.value(node, SH.resultSeverity)).removeprefix(str(SH)),
            focus=_text(found.value(node, SH.focusNode)),
            path="" if isinstance(path, BNode) else _text(path),
            value=_text(found.value(node, SH.value)),
            message_zh=messages.get("zh", ""),
            message_en=messages.get("en", "") or _text(found.value(node, SH.resultMessage)),
            shape=_text(shape),
        )


def _text(node: Node | None) -> str:
    return "" if node is None else str(node)


def _turtle(conforms: bool, results: tuple[Result, ...]) -> str:
    graph = Graph()
    graph.bind("sh", SH)
    report = URIRef(REPORT.report)
    graph.add((report, RDF.type, SH.ValidationReport))
    graph.add((report, SH.conforms, Literal(conforms)))
    for number, result in enumerate(results, start=1):
        node = URIRef(REPORT[f"result-{number}"])
        graph.add((report, SH.result, node))
        _add(graph, node, result)
    return graph.serialize(format="turtle")


def _add(graph: Graph, node: URIRef, result: Result) -> None:
    graph.add((node, RDF.type, SH.ValidationResult))
    graph.add((node, SH.resultSeverity, SH[result.severity]))
    graph.add((node, SH.resultMessage, Literal(result.message_zh, lang="zh")))
    graph.add((node, SH.resultMessage, Literal(result.message_en, lang="en")))
    links = ((SH.focusNode, result.focus), (SH.resultPath, result.path), (SH.sourceShape, result.shape))
    for predicate, value in links:
        if value:
            graph.add((node, predicate, URIRef(value) if ":" in value else Literal(value)))
    if result.value:
        graph.add((node, SH.value, Literal(result.value)))
