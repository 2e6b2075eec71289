"""SPARQL in files: the pages' own queries with their parameters, and the examples with their questions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pyoxigraph import Literal, NamedNode, Variable

from server.errors import ServerError

Value = str | int | NamedNode | Literal | Variable | Iterable[NamedNode]

_HEADER = re.compile(r"^# (\w+): (.+)$", re.MULTILINE)
_PARAMETER = re.compile(r"\$(\w+)\b")


@dataclass(frozen=True, slots=True)
class Example:
    """A question with the query that answers it. `text` is the query as people see it; `topic` groups them."""

    name: str
    topic: str
    title: dict[str, str]
    question: dict[str, str]
    text: str


@cache
def page_query(name: str) -> str:
    """The text of `queries/{name}.rq`."""
    return (files("server") / "queries" / f"{name}.rq").read_text("utf-8")


def bound(name: str, **values: Value) -> str:
    """A page's query with its parameters filled in: in these files `$name` is one, `?name` a variable.

    This is the only place where a value becomes part of a query: an `str` is an IRI, checked by the engine; a
    number is written as digits; many IRIs follow each other, for VALUES.
    """
    written = {key: _written(value) for key, value in values.items()}
    return _PARAMETER.sub(lambda match: written[match[1]], page_query(name))


def _written(value: Value) -> str:
    if isinstance(value, bool | float):
        raise TypeError(f"{value!r} cannot be a parameter of a query")
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return str(NamedNode(value))
    if isinstance(value, NamedNode | Literal | Variable):
        return str(value)
    return " ".join(str(each) for each in value)


@cache
def examples() -> tuple[Example, ...]:
    """The example queries, in the order of their file names."""
    folder = files("server") / "examples"
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".rq"))
    return tuple(_example(name, (folder / name).read_text("utf-8")) for name in names)


def example(name: str) -> Example:
    """One example by its name (`top-projects`) or number (`5`); ServerError lists the names there are."""
    for number, each in enumerate(examples(), start=1):
        if name in (each.name, str(number)):
            return each
    known = ", ".join(each.name for each in examples())
    raise ServerError(f"there is no example {name!r}", f"the examples are: {known}")


def _example(file: str, text: str) -> Example:
    header = dict(_HEADER.findall(text))
    return Example(
        name=file.removesuffix(".rq").partition("-")[2],
        topic=header["topic"],
        title={language: header[f"title_{language}"] for language in ("zh", "en")},
        question={language: header[f"question_{language}"] for language in ("zh", "en")},
        text=_HEADER.sub("", text).lstrip("\n"),
    )
