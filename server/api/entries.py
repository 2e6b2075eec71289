"""The entries of the API's lists, as they are written in JSON."""

import json
from typing import Any

from flask import url_for

from server.find.index import Found
from server.json_answers import money
from server.links import href

MONEY = ("amount", "expected", "found", "difference")
HIDDEN = ("lines", "version")


def entry(found: Found) -> dict[str, Any]:
    """A row as an object: money as numbers, empty texts as null, and the addresses of its page and its lines."""
    said: dict[str, Any] = {key: _plain(key, value) for key, value in found.items() if key not in HIDDEN}
    if "lines" in found:
        said["source"] = [_line(found["version"], each) for each in json.loads(found["lines"])]
    said["page"] = _absolute(href(found["iri"]))
    return said


def _plain(key: str, value: Any) -> Any:
    if key in MONEY:
        return money(value)
    return None if value == "" else value


def _line(version: str, fragment: str) -> dict[str, str | None]:
    iri = f"{version}/source#{fragment}"
    return {"iri": iri, "page": _absolute(href(iri))}


def _absolute(path: str | None) -> str | None:
    if path is None or not path.startswith("/"):
        return path
    return url_for("pages.home", _external=True, lang=None) + path[1:]
