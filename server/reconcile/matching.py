"""Reconciliation queries: the things that a name in someone's table may mean, each with a score."""

from typing import Any

from server.find.grams import RECONCILED, normal
from server.find.search import Candidate, alike, likeness
from server.reconcile.extending import values_of
from server.reconcile.things import description, identifier, iri_of, kinds_of, named_property, typed
from server.site import site

MOST = 50
USUAL = 10
SURE = 15.0  # a single best one is a match when it is so far ahead of the next
GOOD = 75.0


class BadQuery(ValueError):
    """A query that is not as the API has it."""


def candidates(query: Any) -> dict[str, Any]:
    """The result of one reconciliation query; BadQuery when it is none."""
    if not isinstance(query, dict):
        raise BadQuery("a query is an object")
    words = query.get("query", "")
    if not isinstance(words, str) or len(words) > 500:
        raise BadQuery("query is a text of at most 500 characters")
    limit = _limit(query.get("limit"))
    wanted = _types(query.get("type"))
    if wanted is not None and not wanted:
        return {"result": []}
    given = _properties(query.get("properties"))
    found = [each for kind, type_iri in wanted or [(RECONCILED, "")] for each in _alike(words, kind, type_iri, limit)]
    scored = sorted((_scored(each, given) for each in found), key=lambda each: -each["score"])
    return {"result": _matched(scored)[:limit]}


def _alike(words: str, kind: str, type_iri: str, limit: int) -> list[Candidate]:
    return [each for each in alike(site().index, words, kind, type_iri, max(limit, USUAL)) if _reconciled(each)]


def _reconciled(candidate: Candidate) -> bool:
    return candidate.found["kind"] not in ("disclosure", "indicator")


def _limit(given: Any) -> int:
    if given is None:
        return USUAL
    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise BadQuery("limit is a positive whole number")
    return min(given, MOST)


def _types(given: Any) -> list[tuple[str, str]] | None:
    """The kinds asked for; None when any will do."""
    if given is None or given == "" or given == []:
        return None
    iris = [given] if isinstance(given, str) else given
    if not isinstance(iris, list) or not all(isinstance(each, str) for each in iris):
        raise BadQuery("type is a text, or a list of texts")
    return kinds_of(iris)


def _properties(given: Any) -> list[tuple[str, list[str]]]:
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(each, dict) and "pid" in each for each in given):
        raise BadQuery("properties is a list of objects with pid and v")
    return [(str(each["pid"]), _texts(each.get("v"))) for each in given[:10]]


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [str(each.get("name") or each.get("id")) if isinstance(each, dict) else str(each) for each in values[:10]]


def _scored(candidate: Candidate, given: list[tuple[str, list[str]]]) -> dict[str, Any]:
    """The candidate as the API has it; properties that fit raise its score, others lower it."""
    found = candidate.found
    fits = {pid: _fit(found["iri"], pid, values, found["type"]) for pid, values in given}
    known = [fit for fit in fits.values() if fit is not None]
    share = sum(known) / len(known) if known else None
    score = candidate.score if share is None else round(candidate.score * (0.6 + 0.4 * share), 1)
    features: list[dict[str, Any]] = [{"id": "name", "value": candidate.score}]
    features += [{"id": pid, "value": round(fit * 100, 1)} for pid, fit in fits.items() if fit is not None]
    return {
        "id": identifier(found["iri"]),
        "name": found["label"],
        "description": description(found),
        "type": typed(found),
        "score": score,
        "features": features,
        "match": candidate.exact and share in (None, 1.0),
    }


def _fit(iri: str, pid: str, values: list[str], type_iri: str) -> float | None:
    """How well the best value of a property fits, from 0 to 1; None for a property that is not known."""
    asked = named_property(pid, type_iri)
    if asked is None:
        return None
    there = [name for each in values_of([iri], asked).get(iri, []) for name in each.texts]
    pairs = [(one, other) for one in values for other in there]
    exact = any(normal(one) == normal(other) or iri_of(one) == other for one, other in pairs)
    return 1.0 if exact else max((likeness(one, other) for one, other in pairs), default=0.0)


def _matched(scored: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The candidates, of which at most one is a match: two that are equally good are for people to decide."""
    exact = [each for each in scored if each["match"]]
    sure = exact if len(exact) == 1 else []
    if not exact and scored and scored[0]["score"] >= GOOD:
        ahead = scored[0]["score"] - (scored[1]["score"] if len(scored) > 1 else 0)
        sure = scored[:1] if ahead >= SURE else []
    return [{**each, "match": each in sure} for each in scored]
