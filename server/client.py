"""Queries from the shell and from Python, without a server."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode

from server.engine import FirstRows, Query, Term, evaluate, open_store
from server.errors import ServerError
from server.guard import query_form
from server.queries import example
from server.remote import RemoteEngine, remote_at
from server.settings import Settings, place_of

XSD = "http://www.w3.org/2001/XMLSchema#"
Plain = str | int | float | bool | Decimal | None
EVERY_ROW = 10**12
PATIENCE = 600.0  # how long another server may take, in seconds


@dataclass(frozen=True, slots=True)
class Answer:
    """A table of plain values: `pandas.DataFrame(answer.rows, columns=answer.columns)`."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Plain, ...], ...]


def query_text(name: str) -> str:
    """The query in a file FILE.rq, or of an example by name or number."""
    path = Path(name)
    if path.suffix not in (".rq", ".sparql") and not path.is_file():
        return example(name).text
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise ServerError(f"{name} cannot be read ({error.strerror})", "name a file or an example") from None


def run_query(store: Path | str, text: str) -> Answer:
    """All rows of a query on the store in a folder or at an address; QueryError when it cannot be answered."""
    limits = Settings()
    query_form(text, longest=limits.query_bytes, deepest=limits.query_depth)
    folder, endpoint = place_of(store)
    if endpoint:
        table = RemoteEngine(remote_at(endpoint), PATIENCE).ask(Query(text), FirstRows(EVERY_ROW), lambda: False)
    else:
        table = evaluate(open_store(folder), Query(text), FirstRows(EVERY_ROW))
    return Answer(table.columns, tuple(tuple(map(plain, row)) for row in table.rows))


def plain(term: Term | None) -> Plain:
    """A term as a Python value: money stays exact, IRIs and dates are text, an unbound variable is None."""
    if term is None:
        return None
    if isinstance(term, Literal):
        return _number(term)
    return term.value if isinstance(term, NamedNode | BlankNode) else str(term)


def _number(literal: Literal) -> Plain:
    kind = literal.datatype.value.removeprefix(XSD)
    try:
        if kind == "integer":
            return int(literal.value)
        if kind == "decimal":
            return Decimal(literal.value)
        if kind in ("double", "float"):
            return float(literal.value)
    except (ValueError, InvalidOperation):
        return literal.value
    return literal.value == "true" if kind == "boolean" else literal.value
