"""The parameters of the API: read from a request, checked, and described for OpenAPI from one table."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from flask import request
from werkzeug.exceptions import BadRequest


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: a text of some pattern, or a whole number within bounds."""

    name: str
    description: str
    example: str | int
    pattern: str = ""
    least: int = 0
    most: int = 0

    @property
    def is_number(self) -> bool:
        """Whether it is a whole number."""
        return self.most > 0

    def read(self, text: str) -> str | int:
        """The value of a text; BadRequest when it is none."""
        if self.is_number:
            if not re.fullmatch(r"[0-9]{1,10}", text) or not self.least <= int(text) <= self.most:
                raise BadRequest(f"{self.name} is a whole number from {self.least} to {self.most}.")
            return int(text)
        if not re.fullmatch(self.pattern, text):
            raise BadRequest(f"{self.name} does not look like {self.example!r}. {self.description}")
        return text


@dataclass(frozen=True, slots=True)
class List:
    """One list of the API."""

    name: str
    summary: str
    parameters: tuple[str, ...]
    required: tuple[str, ...] = ()
    statement: str = ""
    order: str = ""

    @property
    def sql(self) -> str:
        """The name of the statement behind it."""
        return self.statement or self.name


@cache
def parameters() -> dict[str, Parameter]:
    """All parameters by name."""
    return {name: Parameter(name, **values) for name, values in _table("parameters").items()}


@cache
def lists() -> dict[str, List]:
    """All lists by name."""
    return {name: List(name, **_tuples(values)) for name, values in _table("lists").items()}


def _table(name: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("server") / "api" / f"{name}.toml").read_text("utf-8"))


def _tuples(values: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}


def given(wanted: List) -> dict[str, str | int]:
    """The values of a request for a list; BadRequest for one that is not right, not known, or not there."""
    names = (*wanted.parameters, "page", "size", "lang", "format")
    unknown = sorted(set(request.args) - set(names))
    if unknown:
        raise BadRequest(f"There is no parameter {unknown[0][:40]!r} here; there are {', '.join(names[:-2])}.")
    missing = [name for name in wanted.required if not request.args.get(name)]
    if missing:
        raise BadRequest(f"{missing[0]} is wanted here. {parameters()[missing[0]].description}")
    twice = [name for name in request.args if len(request.args.getlist(name)) > 1]
    if twice:
        raise BadRequest(f"{twice[0]} stands there {len(request.args.getlist(twice[0]))} times; give it once.")
    return {
        name: parameters()[name].read(request.args[name]) for name in wanted.parameters if request.args.get(name)
    }  # fmt: skip
