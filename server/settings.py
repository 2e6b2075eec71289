"""One table of settings: name, default, help. The command line, the server and the docs read it."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from server.errors import ServerError

PREFIX = "YUSUAN_"


def _help(text: str) -> dict[str, str]:
    return {"help": text}


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of the server. Each can also come from the environment, as YUSUAN_ and its name."""

    release: Path = field(default=Path("yusuan-data/release"), metadata=_help("Release folder to serve"))
    store: Path = field(
        default=Path("yusuan-data/store"), metadata=_help("Folder of the embedded store, made from the release")
    )
    endpoint: str = field(
        default="",
        metadata=_help("Address of another SPARQL server that holds the graph, KIND+http://HOST/…; empty for none"),
    )
    keep: int = field(default=5, metadata=_help("Releases kept for downloading, with the one in use"))
    watch: float = field(default=2.0, metadata=_help("How often to look for a newly loaded release, in seconds"))
    host: str = field(default="127.0.0.1", metadata=_help("Address to listen on; 0.0.0.0 for every network"))
    port: int = field(default=8000, metadata=_help("Port to listen on; 0 takes any free one"))
    proxy: str = field(
        default="", metadata=_help("Address of the proxy in front, whose X-Forwarded-For is believed; empty for none")
    )
    threads: int = field(default=16, metadata=_help("Requests answered at the same time, besides plain queries"))
    workers: int = field(
        default=0, metadata=_help("Processes that answer queries; 0 for one per processor and at least 2")
    )
    tellers: int = field(
        default=0,
        metadata=_help("Processes that answer quick queries over connections lent to them; 0 for as many as workers"),
    )
    drain: int = field(default=10, metadata=_help("How long requests may go on after a signal to stop, in seconds"))
    queries: int = field(default=64, metadata=_help("Queries that run or wait at the same time, in all"))
    client_queries: int = field(default=6, metadata=_help("Queries that run or wait at the same time, of one client"))
    long_queries: int = field(
        default=4, metadata=_help("Processes more for queries that go on for long; 0 lets them keep others waiting")
    )
    wait: int = field(default=10, metadata=_help("Longest wait of a query for a free process, in seconds"))
    seconds: int = field(default=20, metadata=_help("Longest time that a query may take, in seconds"))
    memory: int = field(default=1_024, metadata=_help("Memory that a query may use, in MB"))
    query_bytes: int = field(default=65_536, metadata=_help("Longest query that is read, in bytes"))
    query_depth: int = field(default=100, metadata=_help("Deepest nesting of brackets in a query"))
    result_bytes: int = field(default=256_000_000, metadata=_help("Largest result of a query, in bytes"))
    cache_bytes: int = field(default=64_000_000, metadata=_help("Memory for answers to repeated queries, in bytes"))
    warm: bool = field(
        default=True, metadata=_help("Work out the example questions of a release before they are asked; 0 for no")
    )
    log: str = field(default="", metadata=_help("Lines on stderr, one per request: json, or empty for none"))
    html_rows: int = field(default=1_000, metadata=_help("Rows of a result shown on a page; downloads have them all"))
    page_size: int = field(default=100, metadata=_help("Entries of a list shown on one page"))
    documents: str = field(
        default="", metadata=_help("Folder with the PDF files that the release was made from; empty for none")
    )
    population: str = field(
        default="", metadata=_help("CSV file with the population of regions and its source; empty for none")
    )
    describe_triples: int = field(default=5_000, metadata=_help("Most triples in the description of one resource"))


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table of settings."""

    name: str
    default: Any
    help: str

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return PREFIX + self.name.upper()


def table() -> tuple[Setting, ...]:
    """All settings, in the order in which they are documented."""
    return tuple(Setting(each.name, each.default, each.metadata["help"]) for each in fields(Settings))


def from_environment(environment: Mapping[str, str] = os.environ, **given: Any) -> Settings:
    """The settings as given, else from the environment, else the defaults; None counts as not given."""
    values = {name: value for name, value in given.items() if value is not None}
    for each in fields(Settings):
        text = environment.get(PREFIX + each.name.upper())
        if each.name not in values and text:
            values[each.name] = _read(each, text)
    return Settings(**values)


def place_of(store: str | Path) -> tuple[Path, str]:
    """The folder and the other server that a store stands for; with a server, the folder holds what is kept beside."""
    text = str(store)
    if "://" not in text:
        return Path(text), ""
    return Path("yusuan-data") / f"store-{hashlib.sha256(text.encode()).hexdigest()[:12]}", text


def _read(each: Field[Any], text: str) -> Any:
    kind: type[Any] = type(each.default)
    if kind is bool:
        return text.strip().lower() not in ("0", "no", "false", "off")
    try:
        return Path(text) if issubclass(kind, Path) else kind(text)
    except ValueError:
        raise ServerError(
            f"{PREFIX}{each.name.upper()} is {text!r}, which is no {kind.__name__}",
            f"unset it, or give a value such as {each.default}",
        ) from None
