"""What a check found: frozen results that read alike in Chinese and English, and the same as RDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox
from rdflib import RDF, BNode, Graph, Literal
from rdflib.namespace import SH
from rdflib.term import Node

from ontology import iris
from ontology.namespaces import PREFIXES
from ontology.quads import Writer, zh
from shapes.core import Violation
from shapes.core.literals import parts
from shapes.evaluating import Breach
from shapes.rulebook import rules

SPARQL_COMPONENT = "SPARQLConstraintComponent"
NOWHERE = "urn:yusuan:report"


@dataclass(frozen=True, slots=True)
class Result:
    """What a shape or rule found at a node. `severity` is Violation, Warning or Info.

    A result of a rule has its code in `rule`, the query in `constraint`, amounts in yuan, and the source lines of both
    sides as IRIs; one of a structure shape has none of these.
    """

    severity: str
    focus: str
    path: str
    value: str
    message_zh: str
    message_en: str
    shape: str
    component: str = ""
    constraint: str = ""
    rule: str = ""
    fault: str = ""
    expected: Decimal | None = None
    found: Decimal | None = None
    found_at: tuple[str, ...] = ()
    expected_at: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The rule's code, or the shape's name."""
        return self.rule or self.shape.rpartition("/")[2]


@dataclass(frozen=True)
class Report:
    """Whether a graph is what we promise, each result in a fixed order, and how many sums rounding alone explains."""

    conforms: bool
    results: tuple[Result, ...]
    rounded: int = 0

    @property
    def turtle(self) -> str:
        """The SHACL report as Turtle."""
        return self.turtle_of(NOWHERE)

    def turtle_of(self, iri: str) -> str:
        """The SHACL report as Turtle, under an IRI."""
        triples = (ox.Triple(q.subject, q.predicate, q.object) for q in self.quads(iri))
        prefixes = {key: PREFIXES[key] for key in ("sh", "ys", "prov")}
        return (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b"").decode()

    def quads(self, graph: str) -> Iterator[ox.Quad]:
        """The SHACL report in a graph of its own, whose IRI is also that of the report.

        `sh:conforms` is as SHACL defines it: true only when there is no result at all.
        """
        writer = Writer(graph)
        nodes = [f"{graph}/{number}" for number in range(1, len(self.results) + 1)]
        yield from writer.about(
            graph,
            rdf_type="sh:ValidationReport",
            sh_conforms=ox.Literal(not self.results),
            sh_result=[ox.NamedNode(node) for node in nodes],
        )
        for node, result in zip(nodes, self.results, strict=True):
            yield from result_quads(writer, node, result)


def result_quads(writer: Writer, node: str, result: Result) -> Iterator[ox.Quad]:
    """One result as SHACL says it, with its rule and both sides where it has them."""
    yield from writer.about(
        node,
        rdf_type="sh:ValidationResult",
        sh_resultSeverity=f"sh:{result.severity}",
        sh_focusNode=as_term(result.focus),
        sh_resultPath=result.path if ":" in result.path else None,
        sh_value=as_term(result.value),
        sh_sourceShape=result.shape if ":" in result.shape else None,
        sh_sourceConstraintComponent=f"sh:{result.component}" if result.component else None,
        sh_sourceConstraint=result.constraint or None,
        sh_resultMessage=[zh(result.message_zh), ox.Literal(result.message_en, language="en")],
        ys_rule=iris.rule(result.rule) if result.rule else None,
        ys_fault=iris.code("fault", result.fault) if result.fault else None,
        ys_foundAt=[ox.NamedNode(place) for place in result.found_at],
        ys_expectedAt=[ox.NamedNode(place) for place in result.expected_at],
    )


def as_term(text: str) -> ox.NamedNode | ox.Literal | None:
    """A node for what looks like an IRI, a literal for other text, nothing for none."""
    if not text:
        return None
    try:
        return ox.NamedNode(text) if "://" in text or text.startswith("urn:") else ox.Literal(text)
    except ValueError:
        return ox.Literal(text)


def make_report(results: Iterable[Result], rounded: int = 0) -> Report:
    """The report of results in any order."""
    found = tuple(sorted(results, key=order))
    return Report(not any(result.severity == "Violation" for result in found), found, rounded)


def order(result: Result) -> tuple[str, ...]:
    sides = (result.name, result.focus, result.path, result.value, result.component, result.constraint)
    return (result.severity, result.shape, *sides, result.message_en)


def structure_result(found: Violation) -> Result:
    """The result of a violation of a structure shape."""
    messages = found.shape.messages
    return Result(
        plain(found.shape.severity).removeprefix(PREFIXES["sh"]),
        plain(found.focus),
        plain(found.path) if found.path.startswith("<") else "",
        plain(found.value),
        messages.get("zh", ""),
        messages.get("en", ""),
        plain(found.shape.node),
        found.component,
    )


def plain(term: str) -> str:
    """A term as N-Triples text without its marks: the IRI, or the text of a literal."""
    literal = parts(term)
    return literal.text if literal else term[1:-1] if term.startswith("<") else term


def rule_result(breach: Breach) -> Result:
    """The result of a breach of a rule; of a node shape, the focus node is the value too."""
    return Result(
        breach.rule.severity,
        breach.focus,
        "",
        breach.value,
        breach.message("zh"),
        breach.message("en"),
        breach.rule.iri,
        SPARQL_COMPONENT,
        breach.constraint.iri,
        breach.rule.name,
        breach.rule.fault,
        breach.expected,
        breach.found,
        breach.places.get("foundAt", ()),
        breach.places.get("expectedAt", ()),
    )


def read_report(found: Graph, shapes: Graph) -> Report:
    """Our report from the report graph of a SHACL engine; what only our own engine knows stays empty."""
    return make_report(read_result(found, node, shapes) for node in found.subjects(RDF.type, SH.ValidationResult))


def read_result(found: Graph, node: Node, shapes: Graph) -> Result:
    shape = found.value(node, SH.sourceShape)
    rule = next((rule for rule in rules() if rule.iri == text(shape)), None)
    said = [each for each in shapes.objects(shape, SH.message) if isinstance(each, Literal)]
    said += [each for each in found.objects(node, SH.resultMessage) if isinstance(each, Literal) and rule]
    messages = {each.language or "en": str(each) for each in said}
    path = found.value(node, SH.resultPath)
    return Result(
        text(found.value(node, SH.resultSeverity)).removeprefix(str(SH)),
        text(found.value(node, SH.focusNode)),
        "" if isinstance(path, BNode) else text(path),
        text(found.value(node, SH.value)),
        messages.get("zh", ""),
        messages.get("en", "") or text(found.value(node, SH.resultMessage)),
        text(shape),
        text(found.value(node, SH.sourceConstraintComponent)).removeprefix(str(SH)),
        text(found.value(node, SH.sourceConstraint)),
        rule.name if rule else "",
        rule.fault if rule else "",
    )


def text(node: Node | None) -> str:
    return "" if node is None else str(node)
