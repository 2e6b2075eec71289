"""Which things have pages of a kind of their own, by class; all others show what is said about them."""

from collections.abc import Callable, Iterable

from ontology.namespaces import DEF, PREFIXES
from server.cells import cell_page
from server.disclosures import disclosure_page
from server.findings import finding_page
from server.projects import project_page
from server.tablepages import table_page
from server.things import concept_page, department_page, region_page

_PAGES: dict[str, Callable[[str], str]] = {
    DEF + "Disclosure": disclosure_page,
    DEF + "SourceTable": table_page,
    DEF + "Finding": finding_page,
    DEF + "Project": project_page,
    DEF + "Department": department_page,
    DEF + "Region": region_page,
    PREFIXES["qb"] + "Observation": cell_page,
    PREFIXES["skos"] + "Concept": concept_page,
}


def special(types: Iterable[str]) -> Callable[[str], str] | None:
    """The page that belongs to one of the classes of a thing, or None."""
    found = set(types)
    return next((make for kind, make in _PAGES.items() if kind in found), None)
