"""What a reader chooses in the address: `?lang=` (else what the browser asks for, else Chinese), `?money=`."""

import csv
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from flask import g, has_request_context, request, url_for
from markupsafe import Markup

from server.money import UNITS

LANGUAGES = ("zh", "en")
CHOICES: dict[str, tuple[str, ...]] = {"lang": LANGUAGES, "money": tuple(UNITS)}
# Addresses of files and data, which are the same whatever a reader chose.
_FILES = ("static", "dumps.file", "linked.data")


@cache
def texts() -> dict[str, dict[str, str]]:
    """The words of the pages, from every `texts*.csv`: by key, by language."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted(files("server").iterdir(), key=lambda each: each.name):
        if file.name.startswith("texts") and file.name.endswith(".csv"):
            rows = csv.DictReader(file.read_text("utf-8").splitlines())
            found.update({row["key"]: {each: row[each] for each in LANGUAGES} for row in rows})
    return found


def language() -> str:
    """The language of the current request."""
    if "language" not in g:
        chosen = request.args.get("lang", "")
        wanted = request.accept_languages.best_match(LANGUAGES, default="zh")
        g.language = chosen if chosen in LANGUAGES else wanted
    return str(g.language)


def money_unit() -> str:
    """The unit of amounts of the current request: wan, yi or yuan."""
    if "money_unit" not in g:
        wanted = request.args.get("money", "")
        g.money_unit = wanted if wanted in UNITS else next(iter(UNITS))
    return str(g.money_unit)


def t(key: str, **values: Any) -> str:
    """A text of the pages in the language of the request; `{name}` in it is filled in and escaped."""
    text = texts()[key][language()]
    return Markup(text).format(**values) if values else text


def keep_choices(endpoint: str, values: dict[str, Any]) -> None:
    """Carry what a reader chose into the links of a page."""
    if not has_request_context() or endpoint in _FILES:
        return
    for key, value in chosen().items():
        values.setdefault(key, value)


def chosen() -> dict[str, str]:
    """What the reader of the current request chose, by the name that it has in an address."""
    given = {key: request.args.get(key) for key in CHOICES}
    return {key: value for key, value in given.items() if value in CHOICES[key]}


def here(**changes: str | None) -> str:
    """The address of this very page with other choices; None takes one away."""
    if request.endpoint is None or request.method == "POST":
        return url_for("pages.home", **changes)  # type: ignore[arg-type]
    kept = [(key, value) for key, value in request.args.items(multi=True) if key not in changes]
    pairs = [*kept, *((key, value) for key, value in changes.items() if value is not None)]
    path = url_for(request.endpoint, **{**dict.fromkeys(CHOICES), **(request.view_args or {})})
    return f"{path}?{urlencode(pairs)}" if pairs else path


def other_language() -> str:
    """The address of this very page in the other language."""
    return here(lang="en" if language() == "zh" else "zh")
