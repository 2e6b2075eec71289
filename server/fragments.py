"""Triple Pattern Fragments (https://linkeddatafragments.org/specification/triple-pattern-fragments/) at /fragments."""

import re
from dataclasses import dataclass
from typing import Any, cast

from flask import Blueprint, Response, render_template, request, url_for
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple, Variable, serialize
from werkzeug.exceptions import BadRequest, NotFound

from ontology.namespaces import PREFIXES
from server.asking import ask
from server.engine import FirstRows, Query, Table, Term
from server.formats import GRAPHS, HTML, QUADS, Format
from server.freshness import fresh, not_modified
from server.negotiation import wanted
from server.paging import whole_number
from server.queries import bound
from server.results import cell
from server.site import site

blueprint = Blueprint("fragments", __name__)
HYDRA, VOID, RDF, FOAF = "http://www.w3.org/ns/hydra/core#", PREFIXES["void"], PREFIXES["rdf"], PREFIXES["foaf"]
XSD_INTEGER = NamedNode(PREFIXES["xsd"] + "integer")
SIZE = 100
COUNTED = 100_000  # a larger number of triples is an estimate, which the specification allows
_LITERAL = re.compile(
    r'"(?P<text>.*)"(?:@(?P<language>[A-Za-z]+(?:-[A-Za-z0-9]+)*)|\^\^<?(?P<type>[^<>]+)>?)?', re.DOTALL
)
_ESCAPE = re.compile(r"\\(.)")
PARTS = ("subject", "predicate", "object")
Wanted = NamedNode | Literal | Variable


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern; what is not given is a variable."""

    subject: Wanted
    predicate: Wanted
    object: Wanted

    @property
    def values(self) -> dict[str, Wanted]:
        """The parts by name, as parameters of a query."""
        return {"subject": self.subject, "predicate": self.predicate, "object": self.object}


@blueprint.route("/fragments")
def fragment() -> Response:
    """One page of the triples that fit a pattern, with how many there are and how to ask for others."""
    pattern = Pattern(*(_term(name, request.args.get(name, "").strip()) for name in PARTS))
    number = whole_number("page", 1, 1, 100_000)
    form, content_type = wanted((*GRAPHS, *QUADS, HTML), request.args.get("format"))
    key = f"fragment {form.name} {request.full_path} {request.url_root}"
    if form is not HTML and not_modified(key):
        return fresh(Response(status=304), key, "Accept")
    total = _total(pattern)
    found = ask(Query(bound("fragment", limit=SIZE, offset=(number - 1) * SIZE, **pattern.values)), FirstRows(SIZE))
    if not found.rows and number > 1:
        raise NotFound("There is no such page: the fragment has fewer triples.")
    if form is HTML:
        return _page(pattern, found, total, number)
    text = _serialized(_triples(found), _controls(total, number, len(found.rows)), form)
    return fresh(Response(text, content_type=content_type), key, "Accept")


def _term(name: str, text: str) -> Wanted:
    """What a parameter stands for: an IRI, a literal in the way of Turtle, or anything."""
    if not text or text.startswith("?"):
        return Variable(name)
    try:
        if text.startswith('"'):
            return _literal(name, text)
        return NamedNode(text.removeprefix("<").removesuffix(">"))
    except ValueError:
        raise BadRequest(f"{name} is no IRI and no literal: {text[:80]!r}.") from None


def _literal(name: str, text: str) -> Literal:
    match = _LITERAL.fullmatch(text)
    if not match or name != "object":
        raise ValueError
    value = _ESCAPE.sub(lambda found: {"n": "\n", "r": "\r", "t": "\t"}.get(found[1], found[1]), match["text"])
    if match["language"]:
        return Literal(value, language=match["language"])
    return Literal(value, datatype=NamedNode(_expanded(match["type"]))) if match["type"] else Literal(value)


def _expanded(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else name


def _total(pattern: Pattern) -> int:
    free = [isinstance(each, Variable) for each in pattern.values.values()]
    if all(free):
        return site().triples
    if free == [True, False, True] and isinstance(pattern.predicate, NamedNode):
        known = {each["iri"]: each["number"] for each in site().index.rows("predicates")}
        return int(known.get(pattern.predicate.value, 0))
    table = ask(Query(bound("fragment-count", limit=COUNTED, **pattern.values)), FirstRows(1))
    return int(cast(Literal, table.rows[0][0]).value)


def _triples(found: Table) -> list[Triple]:
    return [Triple(*row) for row in found.rows]  # type: ignore[arg-type]


# metadata and controls


def _address(number: int | None) -> str:
    given: dict[str, Any] = {name: request.args[name] for name in PARTS if request.args.get(name)}
    return url_for("fragments.fragment", _external=True, **{**given, "lang": None, "page": number})


def _controls(total: int, number: int, there: int) -> list[Triple]:
    start = url_for("fragments.fragment", _external=True, lang=None)
    dataset, whole, here = (NamedNode(iri) for iri in (f"{start}#dataset", _address(None), _address(number)))
    search = BlankNode("search")
    template = Literal(f"{start}{{?subject,predicate,object}}")
    said: list[tuple[NamedNode | BlankNode, str, Term]] = [
        (dataset, RDF + "type", NamedNode(VOID + "Dataset")),
        (dataset, RDF + "type", NamedNode(HYDRA + "Collection")),
        (dataset, VOID + "subset", whole),
        (dataset, VOID + "uriLookupEndpoint", template),
        (dataset, HYDRA + "search", search),
        (search, HYDRA + "template", template),
        (search, HYDRA + "variableRepresentation", NamedNode(HYDRA + "ExplicitRepresentation")),
        (whole, VOID + "subset", here),
        (here, RDF + "type", NamedNode(HYDRA + "PartialCollectionView")),
        (here, VOID + "triples", Literal(str(total), datatype=XSD_INTEGER)),
        (here, HYDRA + "totalItems", Literal(str(total), datatype=XSD_INTEGER)),
        (here, HYDRA + "itemsPerPage", Literal(str(SIZE), datatype=XSD_INTEGER)),
        (here, HYDRA + "first", NamedNode(_address(1))),
    ]
    if number > 1:
        said.append((here, HYDRA + "previous", NamedNode(_address(number - 1))))
    if (there == SIZE and number * SIZE < total) or (there == SIZE and total >= COUNTED):
        said.append((here, HYDRA + "next", NamedNode(_address(number + 1))))
    for name in PARTS:
        mapping = BlankNode(f"map{name}")
        said.append((search, HYDRA + "mapping", mapping))
        said.append((mapping, HYDRA + "variable", Literal(name)))
        said.append((mapping, HYDRA + "property", NamedNode(RDF + name)))
    return [Triple(subject, NamedNode(name), value) for subject, name, value in said]


def _serialized(data: list[Triple], controls: list[Triple], form: Format) -> bytes:
    """Data and controls: in formats with graphs, the controls are in one of their own."""
    prefixes = {**PREFIXES, "hydra": HYDRA}
    if form in GRAPHS and form.name != "jsonld":
        return serialize([*data, *controls], format=form.graph, prefixes=prefixes) or b""
    metadata = NamedNode(f"{_address(None)}#metadata")
    quads = [Quad(each.subject, each.predicate, each.object, DefaultGraph()) for each in data]
    quads += [Quad(each.subject, each.predicate, each.object, metadata) for each in controls]
    about = Quad(metadata, NamedNode(FOAF + "primaryTopic"), NamedNode(_address(None)), metadata)
    return serialize([*quads, about], format=form.graph, prefixes=prefixes) or b""


def _page(pattern: Pattern, found: Table, total: int, number: int) -> Response:
    rows = [tuple(cell(term) for term in row) for row in found.rows]
    text = render_template(
        "fragments.html", rows=rows, total=total, number=number, parts=PARTS,
        given={name: request.args.get(name, "") for name in PARTS},
        following=_address(number + 1) if number * SIZE < total else None,
    )  # fmt: skip
    return Response(text, content_type=HTML.content_type)
