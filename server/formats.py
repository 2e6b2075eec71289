"""The formats that answers come in, and the choice among them."""

from dataclasses import dataclass

from pyoxigraph import QueryResultsFormat, RdfFormat
from werkzeug.datastructures import MIMEAccept
from werkzeug.exceptions import NotAcceptable


@dataclass(frozen=True, slots=True)
class Format:
    """A way to write an answer. `name` is the file extension and the value of `format=`."""

    name: str
    media_type: str
    label: str
    engine: QueryResultsFormat | RdfFormat | None
    aliases: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[object, ...]:
        """By name, on the way to a worker process: the engine's formats cannot be pickled."""
        return _named, (self.name,)

    @property
    def graph(self) -> RdfFormat:
        """The engine's format for graphs."""
        assert isinstance(self.engine, RdfFormat)
        return self.engine

    @property
    def results(self) -> QueryResultsFormat:
        """The engine's format for rows and for yes or no."""
        assert isinstance(self.engine, QueryResultsFormat)
        return self.engine

    @property
    def content_type(self) -> str:
        """The Content-Type header of an answer in this format."""
        return typed(self.media_type)


XML = ("application/xml", "text/xml")
HTML = Format("html", "text/html", "HTML", None, ("application/xhtml+xml",))

RESULTS = (
    Format("json", "application/sparql-results+json", "JSON", QueryResultsFormat.JSON, ("application/json",)),
    Format("xml", "application/sparql-results+xml", "XML", QueryResultsFormat.XML, XML),
    Format("csv", "text/csv", "CSV", QueryResultsFormat.CSV),
    Format("tsv", "text/tab-separated-values", "TSV", QueryResultsFormat.TSV),
)

GRAPHS = (
    Format("ttl", "text/turtle", "Turtle", RdfFormat.TURTLE, ("application/x-turtle", "text/n3", "text/rdf+n3")),
    Format("nt", "application/n-triples", "N-Triples", RdfFormat.N_TRIPLES, ("text/plain",)),
    Format("jsonld", "application/ld+json", "JSON-LD", RdfFormat.JSON_LD, ("application/json",)),
    Format("rdf", "application/rdf+xml", "RDF/XML", RdfFormat.RDF_XML, XML),
)
# What a query can make is one graph, which these can hold as well.
QUADS = (
    Format("trig", "application/trig", "TriG", RdfFormat.TRIG, ("application/x-trig",)),
    Format("nq", "application/n-quads", "N-Quads", RdfFormat.N_QUADS, ("text/x-nquads",)),
)


def _named(name: str) -> Format:
    return next(each for each in (*RESULTS, *GRAPHS, *QUADS, HTML) if each.name == name)


def typed(media_type: str) -> str:
    """A media type with its character set where it is text."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def choose(accept: MIMEAccept, formats: tuple[Format, ...]) -> tuple[Format, str] | None:
    """The format that the client likes best and the media type to call it, or None; ties go to the first.

    No Accept header means anything. An alias is only taken where no format's own name is accepted as well.
    """
    if not accept:
        return formats[0], formats[0].media_type
    accept = MIMEAccept([(value.partition(";")[0].strip(), quality) for value, quality in accept])
    own = {each.media_type: each for each in formats}
    other = {alias: each for each in formats for alias in each.aliases if alias not in own}
    best = max(own, key=lambda name: accept[name])
    if accept[best] > 0 and accept[best] >= max(map(accept.__getitem__, other), default=0):
        return own[best], best
    alias = max(other, key=lambda name: accept[name])
    return (other[alias], alias) if accept[alias] > 0 else None


def by_name(name: str, formats: tuple[Format, ...]) -> Format | None:
    """The format of a `format=` parameter: a short name or a media type."""
    named = (each for each in formats if name in (each.name, each.media_type, *each.aliases))
    return next(named, None)


def chosen(accept: MIMEAccept, formats: tuple[Format, ...], name: str | None = None) -> tuple[Format, str]:
    """The format to answer in and its Content-Type, by its name or by an Accept header; NotAcceptable for neither."""
    if name is not None:
        named = by_name(name, formats)
        if named:
            return named, named.content_type
        raise NotAcceptable(f"format={name} is not known here; there are: {_names(formats)}")
    found = choose(accept, formats)
    if found is None:
        raise NotAcceptable(f"Nothing here has a type that Accept names. There are: {_types(formats)}")
    return found[0], typed(found[1])


def _names(formats: tuple[Format, ...]) -> str:
    return ", ".join(each.name for each in formats)


def _types(formats: tuple[Format, ...]) -> str:
    return ", ".join(each.media_type for each in formats)
