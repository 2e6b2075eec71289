"""The language of a page: `?lang=` where a reader chose one, else what the browser asks for, else Chinese."""

import csv
from functools import cache
from importlib.resources import files
from typing import Any

from flask import g, has_request_context, request, url_for
from markupsafe import Markup

LANGUAGES = ("zh", "en")


@cache
def texts() -> dict[str, dict[str, str]]:
    """The words of the pages: by key, by language."""
    lines = (files("server") / "texts.csv").read_text("utf-8").splitlines()
    return {row["key"]: {each: row[each] for each in LANGUAGES} for row in csv.DictReader(lines)}


def language() -> str:
    """The language of the current request."""
    if "language" not in g:
        chosen = request.args.get("lang", "")
        wanted = request.accept_languages.best_match(LANGUAGES, default="zh")
        g.language = chosen if chosen in LANGUAGES else wanted
    return str(g.language)


def t(key: str, **values: Any) -> str:
    """A text of the pages in the language of the request; `{name}` in it is filled in and escaped."""
    text = texts()[key][language()]
    return Markup(text).format(**values) if values else text


def keep_language(endpoint: str, values: dict[str, Any]) -> None:
    """Carry a chosen language into the links of a page."""
    if has_request_context() and request.args.get("lang") in LANGUAGES and endpoint != "static":
        values.setdefault("lang", language())


def other_language() -> str:
    """The address of this very page in the other language."""
    other = "en" if language() == "zh" else "zh"
    if request.endpoint is None or request.method == "POST":
        return url_for("pages.home", lang=other)
    given = {key: value for key, value in request.args.items(multi=False) if key != "lang"}
    return url_for(request.endpoint, **{**given, **(request.view_args or {}), "lang": other})
