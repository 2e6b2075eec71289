"""Names of things: one query for all the IRIs of a page."""

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Store

from ontology.namespaces import PREFIXES
from server.engine import rows
from server.queries import bound

LANGUAGES = ("zh", "en")
Labels = Mapping[str, Mapping[str, str]]
BATCH = 500


def labels(store: Store, iris: Iterable[str]) -> Labels:
    """The labels of the IRIs: by IRI, by language; IRIs without one are left out. Of several, the first."""
    wanted = sorted(set(iris) - {""})
    found = {iri: dict(foreign()[iri]) for iri in wanted if iri in foreign()}
    for start in range(0, len(wanted), BATCH):
        batch = [NamedNode(iri) for iri in wanted[start : start + BATCH]]
        for row in rows(store, bound("labels", iris=batch)):
            iri, label = row["iri"], row["label"]
            assert isinstance(iri, NamedNode) and isinstance(label, Literal)
            by_language = found.setdefault(iri.value, {})
            language = label.language or ""
            by_language[language] = min(label.value, by_language.get(language, label.value))
    return found


@cache
def foreign() -> dict[str, dict[str, str]]:
    """Names of the words of others that our data uses; their own vocabularies are not in the store."""
    lines = (files("server") / "foreign.csv").read_text("utf-8").splitlines()
    return {_expanded(row["term"]): {each: row[each] for each in LANGUAGES} for row in csv.DictReader(lines)}


def _expanded(term: str) -> str:
    prefix, _, local = term.partition(":")
    return PREFIXES[prefix] + local


def name(known: Labels, iri: str, language: str) -> str:
    """The label of an IRI in a language, else in Chinese, else any, else the end of the IRI."""
    mine = known.get(iri, {})
    label = mine.get(language) or mine.get("zh") or next(iter(mine.values()), "")
    return label or last_part(iri)


def last_part(iri: str) -> str:
    """What stands after the last # or / of an IRI."""
    return unquote(iri.rstrip("/#").replace("#", "/").rpartition("/")[2]) or iri
