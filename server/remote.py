"""Another SPARQL server as the store: asked over the SPARQL protocol, filled over the Graph Store Protocol."""

import http.client
import re
import ssl
import tempfile
import tomllib
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import IO, Any, TypeVar
from urllib.parse import quote, unquote, urlencode, urlsplit

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
    serialize,
)

from ontology.namespaces import DEFAULT_BASE
from server.dataset import graphs_of, may_name_graphs
from server.engine import Query
from server.errors import QueryError, ServerError, too_long
from server.guard import query_form, without_text

FORM = "application/x-www-form-urlencoded"
ROWS, GRAPH = QueryResultsFormat.JSON, RdfFormat.N_TRIPLES
STATE = NamedNode(f"{DEFAULT_BASE}state")  # the graph that says which release is there
IS = NamedNode(f"{DEFAULT_BASE}def#manifestSha256")
_GRAPH = re.compile(r"(?<![\w?$:.-])GRAPH\s*<([^<>]*)>", re.IGNORECASE)
PORTION = 1_048_576
FILLING = 600.0  # how long a server may take for one graph, in seconds
T = TypeVar("T")
Answer = QuerySolutions | QueryBoolean | list[Triple]


@dataclass(frozen=True, slots=True)
class Remote:
    """A SPARQL server of another program."""

    name: str
    query: str
    graphs: str | None
    union: bool
    merged: str = ""
    headers: dict[str, str] = field(default_factory=dict, hash=False)


@cache
def known() -> dict[str, dict[str, Any]]:
    """The kinds of servers whose addresses are known, by name."""
    return tomllib.loads((files("server") / "remotes.toml").read_text("utf-8"))


def remote_at(address: str) -> Remote:
    """The server at `http://HOST/…` or `KIND+http://…`, with `user:password@` if it wants them."""
    scheme, _, rest = address.partition("://")
    kind, plus, scheme = scheme.rpartition("+")
    parts = urlsplit(f"{scheme}://{rest}")
    if scheme not in ("http", "https") or (kind if plus else "sparql") not in known() or not parts.hostname:
        kinds = ", ".join(each for each in known() if each != "sparql")
        remedy = f"write http://HOST:PORT/PATH, or KIND+http://HOST:PORT/PATH, with the kind one of {kinds}"
        raise ServerError(f"{address!r} is no address of a SPARQL server", remedy)
    ways = known()[kind or "sparql"]
    place = f"{scheme}://{parts.netloc.rpartition('@')[2]}{parts.path.rstrip('/')}"
    graphs = place + ways["graphs"] if "graphs" in ways else None
    name, sent = f"{kind}+{place}" if kind else place, _password(parts.username, parts.password)
    return Remote(name, place + ways["query"], graphs, ways["union"], ways.get("merged", ""), sent)


def _password(user: str | None, password: str | None) -> dict[str, str]:
    if user is None:
        return {}
    pair = f"{unquote(user)}:{unquote(password or '')}"
    return {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}


# asking


@dataclass(frozen=True, slots=True)
class RemoteStore:
    """The part of the embedded store's interface that pages use, over a server of others."""

    remote: Remote
    seconds: float

    def query(self, text: str, default_graph: Any = (), named_graphs: Any = ()) -> Answer:
        """What the engine of the other server says, in the same types as the embedded one."""
        return ask_remote(self.remote, text, self.seconds, default_graph, named_graphs)


@dataclass(frozen=True, slots=True)
class RemoteEngine:
    """Passes queries from outside to the other server, which has limits of its own; a client that leaves is noticed."""

    remote: Remote
    seconds: float

    def ask(self, query: Query, consume: Callable[[Any], T], gone: Callable[[], bool], client: str = "") -> T:
        """What `consume` makes of the result; QueryError when there is none."""
        default, named = [[_graph(iri) for iri in iris or ()] for iris in (query.default_graphs, query.named_graphs)]
        return consume(ask_remote(self.remote, query.text, self.seconds, default, named, gone))

    def close(self) -> None:
        """Nothing to let go of."""


def _graph(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError:
        raise QueryError(f"{iri!r} is no IRI of a graph", "give an absolute IRI") from None


def ask_remote(
    remote: Remote, text: str, seconds: float, default_graph: Any = (), named_graphs: Any = (),
    gone: Callable[[], bool] = lambda: False,
) -> Answer:  # fmt: skip
    """The answer to a query; QueryError with the other server's status when it has none."""
    pairs = [("query", text)]
    pairs += [("default-graph-uri", graph.value) for graph in default_graph or ()]
    pairs += [("named-graph-uri", graph.value) for graph in named_graphs or ()]
    if remote.merged and len(pairs) == 1 and not (may_name_graphs(text) and any(graphs_of(text))):
        pairs += _merged_set(remote, text)
    headers = {**remote.headers, "Content-Type": FORM, "Accept": _accepted(text)}
    try:
        with _sent(remote.query, "POST", urlencode(pairs).encode(), headers, seconds) as response:
            return _parsed(response, _all(response, gone))
    except TimeoutError:
        raise too_long(seconds) from None
    except (OSError, http.client.HTTPException) as error:
        raise _away(remote, error) from error


def _merged_set(remote: Remote, text: str) -> list[tuple[str, str]]:
    """The data set of a query that names none: the merged graph, and beside it each graph that a GRAPH names."""
    named = dict.fromkeys(match[1] for match in _GRAPH.finditer(without_text(text)))
    return [("default-graph-uri", remote.merged), *(("named-graph-uri", iri) for iri in named)]


def _accepted(text: str) -> str:
    """The format of the answer to a query: one alone, for some servers give a graph as rows when they may."""
    form = query_form(text, longest=len(text.encode("utf-8", "replace")), deepest=len(text))
    return GRAPH.media_type if form in ("CONSTRUCT", "DESCRIBE") else ROWS.media_type


def _all(response: http.client.HTTPResponse, gone: Callable[[], bool]) -> bytes:
    body = bytearray()
    while part := response.read(PORTION):
        body += part
        if gone():
            raise QueryError("the client has left", status=503)
    return bytes(body)


def _parsed(response: http.client.HTTPResponse, body: bytes) -> Answer:
    if response.status != 200:
        status = 400 if response.status in (400, 414, 422) else 503
        raise QueryError(f"the store refused the query: {body[:500].decode('utf-8', 'replace').strip()}", status=status)
    if response.headers.get_content_type() == GRAPH.media_type:
        return _triples_of(body)
    try:
        return parse_query_results(body, format=ROWS)
    except (SyntaxError, ValueError) as error:
        raise QueryError(f"the store gave no SPARQL result ({error})", status=503) from error


def _triples_of(body: bytes) -> list[Triple]:
    try:
        return [quad.triple for quad in parse(body, format=GRAPH)]
    except SyntaxError as error:
        raise QueryError(f"the store gave no N-Triples ({error})", status=503) from error


def _away(remote: Remote, error: Exception) -> QueryError:
    return QueryError(f"the store at {remote.query} cannot be reached ({error})", "try again later", 503, retry_after=5)


@contextmanager
def _sent(
    address: str, method: str, body: Any, headers: dict[str, str], seconds: float
) -> Iterator[http.client.HTTPResponse]:
    parts = urlsplit(address)
    if parts.scheme == "https":
        made = http.client.HTTPSConnection
        connection: http.client.HTTPConnection = made(
            parts.netloc, timeout=seconds, context=ssl.create_default_context()
        )
    else:
        connection = http.client.HTTPConnection(parts.netloc, timeout=seconds)
    with closing(connection):
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method, path, body, headers)
        yield connection.getresponse()


# filling


def holds(remote: Remote, digest: str) -> bool:
    """Whether the server holds this release, complete; ServerError when it cannot be asked."""
    states = _states(remote)
    return remote.graphs is None or (digest in states and bool(ask_remote(remote, "ASK { ?s ?p ?o }", 20.0)))


def _states(remote: Remote) -> set[str]:
    try:
        text = f"SELECT ?d WHERE {{ GRAPH <{STATE.value}> {{ ?s <{IS.value}> ?d }} }}"
        found = ask_remote(_graphwise(remote), text, 20.0)
    except QueryError as error:
        raise ServerError(error.message, "check the address, and that the server runs") from error
    assert isinstance(found, QuerySolutions)
    return {row["d"].value for row in found}


def _graphwise(remote: Remote) -> Remote:
    """The same server, asked of its named graphs: to name a default graph would leave it without any."""
    return replace(remote, merged="")


def send_release(remote: Remote, store: Store, digest: str) -> None:
    """Put the content of an embedded store into the server; what was there is replaced when all is there.

    New graphs go in beside the old ones, which have other names; then the default graph is replaced in one
    request, the state is written, and the graphs that belong to no disclosure any more are dropped.
    """
    if remote.graphs is None:
        raise ServerError(
            f"{remote.name} has no known address for whole graphs", "name the kind of server: KIND+http://HOST/…"
        )
    ours = {graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode)}
    before = _graphs(remote)
    for iri in sorted(ours):
        _put(remote, {"graph": iri}, _triples(store, NamedNode(iri)))
    _check(remote, store, ours)
    if not remote.union:
        _put(remote, {"graph": remote.merged} if remote.merged else {"default": ""}, _triples(store, DefaultGraph()))
    _put(remote, {"graph": STATE.value}, iter([Triple(STATE, IS, Literal(digest))]))
    for iri in sorted(before - ours - {STATE.value, remote.merged}):
        _request(remote, "DELETE", {"graph": iri}, None)


def _triples(store: Store, graph: NamedNode | DefaultGraph) -> Iterator[Triple]:
    return (quad.triple for quad in store.quads_for_pattern(None, None, None, graph))


def _graphs(remote: Remote) -> set[str]:
    """The graphs that a release of ours put there: others on the same server stay untouched."""
    found = ask_remote(_graphwise(remote), "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }", FILLING)
    assert isinstance(found, QuerySolutions)
    every = {row["g"].value for row in found}
    return {iri for iri in every if iri.startswith(DEFAULT_BASE) or "/id/disclosure/" in iri}


def _check(remote: Remote, store: Store, graphs: set[str]) -> None:
    """Each graph has as many triples there as here; ServerError when one has not, and nothing was switched."""
    text = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
    counted = [
        {row["g"].value: int(row["n"].value) for row in found}
        for found in (ask_remote(_graphwise(remote), text, FILLING), store.query(text))
        if isinstance(found, QuerySolutions)
    ]
    there, here = counted
    wrong = sorted(iri for iri in graphs if there.get(iri) != here.get(iri))
    if wrong:
        raise ServerError(
            f"{remote.name} holds {there.get(wrong[0], 0)} triples of {wrong[0]}, not {here[wrong[0]]}",
            "see the messages of that server, and load again",
        )


def _put(remote: Remote, target: dict[str, str], triples: Iterator[Triple]) -> None:
    """One whole graph, with its length: some servers take a body in chunks for an empty one, and say nothing."""
    with tempfile.TemporaryFile() as body:
        body.writelines(_portions(triples))
        _request(remote, "PUT", target, body)


def _portions(triples: Iterator[Triple]) -> Iterator[bytes]:
    """The triples as N-Triples, in parts, so that memory does not grow with the graph."""
    part: list[Triple] = []
    for triple in triples:
        part.append(triple)
        if len(part) == 10_000:
            yield serialize(part, format=GRAPH) or b""
            part.clear()
    if part:
        yield serialize(part, format=GRAPH) or b""


def _request(remote: Remote, method: str, target: dict[str, str], body: IO[bytes] | None) -> None:
    address = f"{remote.graphs}?{urlencode(target, quote_via=quote)}"
    if "default" in target:
        address = f"{remote.graphs}?default"
    headers = {**remote.headers, "Content-Type": GRAPH.media_type, "Content-Length": str(body.tell() if body else 0)}
    if body:
        body.seek(0)
    try:
        with _sent(address, method, body, headers, FILLING) as response:
            status, said = response.status, response.read(500)
    except (OSError, http.client.HTTPException) as error:
        raise ServerError(f"{remote.graphs} cannot be reached ({error})", "check that the server runs") from error
    if status >= 300 and not (method == "DELETE" and status == 404):
        told = said.decode("utf-8", "replace").strip()
        raise ServerError(f"{remote.graphs} answers {status} to {method} ({told})", "see if it may be written to")
