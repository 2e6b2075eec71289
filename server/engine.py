"""Queries against the store, read-only: `evaluate` for what comes from outside, `rows` for our own."""

import io
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple, Protocol, TypeAlias, TypeVar, cast

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    Store,
    Triple,
    serialize,
)

from ontology.namespaces import PREFIXES
from server.dataset import graphs_of, may_name_graphs, merged
from server.errors import QueryError, ServerError, too_long
from server.formats import Format
from server.places import DATA, home

Term: TypeAlias = NamedNode | BlankNode | Literal | Triple
Result: TypeAlias = QuerySolutions | QueryBoolean | QueryTriples | list[Triple]
Row: TypeAlias = dict[str, Term | None]
T = TypeVar("T")

# A native parser needs stack: 64 kB of `1+1+…` overflow the usual 8 MB. Only touched pages cost memory.
STACK = 512 * 1024 * 1024
SPOOLED = 4 * 1024 * 1024
HEAD = 512 * 1024
_ROWS = (QuerySolutions, QueryBoolean)
_starting = threading.Lock()


class Query(NamedTuple):
    """A query with its data set: None for everything, else the graphs that a protocol request names."""

    text: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a result. `complete` is false when there are more rows than were asked for."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    complete: bool = True


class Engine(Protocol):
    """Answers queries from outside."""

    def ask(self, query: Query, consume: Callable[[Result], T], gone: Callable[[], bool], client: str = "") -> T:
        """What `consume` makes of the result; QueryError when there is no answer, or the client has `gone`."""

    def close(self) -> None:
        """Let go of everything; queries that run are ended."""


class Graphs(Protocol):
    """What our own queries are asked of: the embedded store, or a server of others behind the same method."""

    def query(self, text: str, /) -> Any:
        """Rows, a yes or no, or triples, in the types of the embedded engine."""


@dataclass(frozen=True, slots=True)
class InProcess:
    """The engine in this very process, where nothing can stop it: for tests, tools, and systems without limits."""

    store: Store

    def ask(self, query: Query, consume: Callable[[Result], T], gone: Callable[[], bool], client: str = "") -> T:
        """What `consume` makes of the result; QueryError when the query cannot be answered."""
        return evaluate(self.store, query, consume)

    def close(self) -> None:
        """Nothing to let go of."""


def open_store(store: Path) -> Store:
    """The version in use of the store in a folder; it stays as it is now even when a newer one takes its place."""
    return open_version(home(store))


def open_version(version: Path) -> Store:
    """The store of one version, for reading."""
    try:
        return Store.read_only(str(version / DATA))
    except OSError as error:
        problem = f"no store can be opened at {version} ({error})"
        raise ServerError(problem, "make one with `yusuan load`") from error


def evaluate(store: Store, query: Query, consume: Callable[[Result], T]) -> T:
    """What `consume` makes of the query's result; QueryError when the query cannot be answered.

    The result must not leave the thread that made it: `consume` runs there and returns plain data. Nothing
    limits time and memory here; the server asks through worker processes instead (server.pool).
    """
    return in_deep_thread(lambda: answer(store, query, consume))


def answer(store: Store, query: Query, consume: Callable[[Result], T]) -> T:
    """The same as `evaluate`, in a thread that has stack enough."""
    try:
        return consume(_ask(store, query))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the engine is no Exception
        explained = _explained(error)
    raise explained


def in_deep_thread(run: Callable[[], T]) -> T:
    """What `run` returns or raises in a thread of its own, with a stack that a hostile query does not overflow."""
    outcome: list[T] = []
    failure: list[BaseException] = []

    def keep() -> None:
        try:
            outcome.append(run())
        except BaseException as error:
            failure.append(error)

    thread = threading.Thread(target=keep, name="query")
    with _starting:
        usual = threading.stack_size(STACK)
        try:
            thread.start()
        finally:
            threading.stack_size(usual)
    thread.join()
    if failure:
        raise failure[0]
    return outcome[0]


def _ask(store: Store, query: Query) -> Result:
    text, default, named = query
    if default is None and named is None:
        if not may_name_graphs(text):
            return store.query(text)
        default, named = graphs_of(text)
        if len(default) < 2:
            return store.query(text)
    default_nodes, named_nodes = [_graph(iri) for iri in default or ()], [_graph(iri) for iri in named or ()]
    if len(default_nodes) < 2:
        return store.query(text, default_graph=[*default_nodes], named_graphs=[*named_nodes])
    union = merged(store, default_nodes, named_nodes)
    return union.query(text, default_graph=[DefaultGraph()], named_graphs=[*named_nodes])


def _graph(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError:
        raise QueryError(f"{iri!r} is no IRI of a graph", "give an absolute IRI") from None


def _explained(error: BaseException) -> QueryError:
    """The problem in words, free of the frames that still hold a result of the other thread."""
    if isinstance(error, QueryError):
        return QueryError(error.message, error.remedy, error.status, error.retry_after)
    if isinstance(error, SyntaxError):
        return QueryError(f"the query cannot be parsed: {error}")
    if isinstance(error, MemoryError):
        return QueryError("the query needs too much memory", "ask for less", status=500)
    return QueryError(f"the query failed: {error}", status=500)


# what becomes of a result


@dataclass(frozen=True, slots=True)
class Spool:
    """Writes a whole result into a file, so that a status is only sent for what is there; gives the file.

    In a worker, `announce` is called with the file as soon as it holds `HEAD` bytes: what there is can be sent
    while the rest is written, since the disk takes it faster than any client does.
    """

    format: Format
    most_bytes: int
    seconds: float
    announce: Callable[[IO[bytes]], None] | None = None

    def __reduce__(self) -> tuple[object, ...]:
        """By its parts, on the way to a worker, which announces by itself."""
        return Spool, (self.format, self.most_bytes, self.seconds)

    def __call__(self, result: Result) -> IO[bytes]:
        writer = _Bounded(self.most_bytes, self.seconds, self.announce)
        try:
            self._write(result, cast(IO[bytes], writer))
        except BaseException:
            writer.file.close()
            raise
        writer.file.seek(0)
        return writer.file

    def _write(self, result: Result, writer: IO[bytes]) -> None:
        if isinstance(result, _ROWS):
            result.serialize(writer, self.format.results)
        else:
            serialize(result, writer, self.format.graph, prefixes=PREFIXES)


class _Bounded:
    """A writer that stops the engine, by raising, when the result grows too large or takes too long.

    What it writes is in memory, and in a file without a name once it is large or announced.
    """

    __slots__ = ("_announce", "_deadline", "_in_memory", "_looks", "_most", "_seconds", "_size", "file")

    def __init__(self, most: int, seconds: float, announce: Callable[[IO[bytes]], None] | None = None) -> None:
        self.file: IO[bytes] = io.BytesIO()
        self._size, self._most = 0, most
        self._seconds, self._deadline = seconds, time.monotonic() + seconds
        self._announce, self._in_memory = announce, True
        looks = HEAD if announce else SPOOLED  # from this size on, more is to be done
        self._looks = looks if looks <= most else most + 1

    def write(self, data: bytes) -> int:
        self._size += len(data)
        if time.monotonic() > self._deadline:
            raise too_long(self._seconds)
        return self.file.write(data) if self._size < self._looks else self._write_large(data)

    def _write_large(self, data: bytes) -> int:
        if self._size > self._most:
            raise QueryError(f"the result has more than {self._most:,} bytes", "add a LIMIT")
        written = self.file.write(data)
        if self._in_memory:
            self._to_disk()
        else:
            self.file.flush()
        return written

    def _to_disk(self) -> None:
        held = cast(io.BytesIO, self.file)
        self.file, self._in_memory = tempfile.TemporaryFile(), False  # noqa: SIM115
        self.file.write(held.getbuffer())
        self.file.flush()
        if self._announce:
            self._announce(self.file)

    def flush(self) -> None:
        self.file.flush()


@dataclass(frozen=True, slots=True)
class FirstRows:
    """Takes at most so many rows of a result; a graph has the columns subject, predicate, object."""

    most: int

    def __call__(self, result: Result) -> Table:
        if isinstance(result, QueryBoolean):
            return Table(("answer",), ((Literal(bool(result)),),))
        if isinstance(result, QueryTriples | list):
            return self._cut(("subject", "predicate", "object"), map(tuple, result))
        names = tuple(variable.value for variable in result.variables)
        return self._cut(names, (tuple(row[name] for name in names) for row in result))

    def _cut(self, columns: tuple[str, ...], rows: Iterable[tuple[Term | None, ...]]) -> Table:
        taken: list[tuple[Term | None, ...]] = []
        for row in rows:
            if len(taken) == self.most:
                return Table(columns, tuple(taken), complete=False)
            taken.append(row)
        return Table(columns, tuple(taken))


# our own queries


def rows(store: Graphs, text: str) -> list[Row]:
    """The rows of one of our own SELECT queries, as terms by variable."""
    result = store.query(text)
    assert isinstance(result, QuerySolutions)
    names = [variable.value for variable in result.variables]
    return [dict(zip(names, solution, strict=True)) for solution in result]
