"""Data extension: the values of properties of things, for columns in someone's table."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode

from server.client import plain
from server.engine import rows
from server.json_answers import money
from server.queries import bound
from server.reconcile.things import Property, identifier, iri_of, named_property, properties_of
from server.site import site

MOST_THINGS, MOST_PROPERTIES = 500, 20


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a property: a thing with its name, or a literal."""

    term: NamedNode | Literal
    name: str

    @property
    def texts(self) -> tuple[str, ...]:
        """What a person may have written for it."""
        return (self.term.value, self.name) if self.name else (self.term.value,)

    @property
    def said(self) -> dict[str, Any]:
        """The value as the API has it."""
        if isinstance(self.term, NamedNode):
            return {"id": identifier(self.term.value), "name": self.name or self.term.value}
        value = plain(self.term)
        if isinstance(value, bool):
            return {"bool": value}
        return {"str": value} if isinstance(value, str) else {"float": money(str(value))}


def values_of(iris: Iterable[str], asked: Property) -> dict[str, list[Value]]:
    """The values of a property, by thing."""
    things = [NamedNode(iri) for iri in iris]
    query = f"extend-{asked.path}" if asked.path else "extend"
    found: dict[str, list[Value]] = {}
    for row in rows(site().store, bound(query, things=things, property=NamedNode(asked.iri))):
        thing, value, name = row["thing"], row["value"], row["name"]
        if isinstance(thing, NamedNode) and isinstance(value, NamedNode | Literal) and _wanted(asked, value):
            made = Value(value, getattr(name, "value", "") or "")
            mine = found.setdefault(thing.value, [])
            if all(each.term != value for each in mine):
                mine.append(made)
    return found


def _wanted(asked: Property, value: NamedNode | Literal) -> bool:
    return asked.id != "english" or (isinstance(value, Literal) and value.language == "en")


def extension(asked: Any) -> dict[str, Any]:
    """The answer to a data extension request; ValueError when it is none."""
    ids, wanted = _checked(asked)
    iris = {each: iri_of(each) for each in ids}
    columns = [(each["id"], named_property(each["id"], _type_of(iris.values()))) for each in wanted]
    valid = [iri for iri in iris.values() if _is_iri(iri)]
    values = {pid: values_of(valid, found) if found else {} for pid, found in columns}
    return {
        "meta": [{"id": pid, "name": found.name if found else pid} for pid, found in columns],
        "rows": {
            each: {pid: [value.said for value in values[pid].get(iri, [])] for pid, _ in columns}
            for each, iri in iris.items()
        },
    }


def _type_of(iris: Iterable[str]) -> str:
    """The type of the first thing that has one: all rows of a column are of a kind."""
    for iri in iris:
        found = site().index.rows("entity", {"iri": iri})
        if found:
            return str(found[0]["type"])
    return ""


def _checked(asked: Any) -> tuple[list[str], list[dict[str, str]]]:
    if not isinstance(asked, dict):
        raise ValueError("extend is an object with ids and properties")
    ids, wanted = asked.get("ids"), asked.get("properties")
    if not isinstance(ids, list) or not all(isinstance(each, str) for each in ids):
        raise ValueError("ids is a list of texts")
    if not isinstance(wanted, list) or not all(isinstance(_id(each), str) for each in wanted):
        raise ValueError("properties is a list of objects, each with an id")
    if len(ids) > MOST_THINGS or len(wanted) > MOST_PROPERTIES:
        raise ValueError(f"at most {MOST_THINGS} ids and {MOST_PROPERTIES} properties in one request")
    return ids, wanted


def _id(wanted: Any) -> Any:
    return wanted.get("id") if isinstance(wanted, dict) else None


def _is_iri(text: str) -> bool:
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def proposals(type_iri: str, limit: int) -> dict[str, Any]:
    """The properties that things of a type have."""
    found = properties_of(type_iri)[:limit]
    return {"limit": limit, "type": type_iri, "properties": [{"id": each.id, "name": each.name} for each in found]}
