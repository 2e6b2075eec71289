"""Where the links of a page go: IRIs of ours to this server's pages, lines to the source view."""

from urllib.parse import urlsplit

from flask import url_for

from server.addresses import Lines
from server.site import site


def href(iri: str) -> str | None:
    """The address of a page about an IRI; the IRI itself where it is another's; None for odd schemes."""
    here = site().addresses
    lines = here.lines(iri)
    if lines:
        return source_href(lines)
    term = here.term(iri)
    if term is not None:
        return url_for("linked.vocabulary", _anchor=term or None)
    place = here.place(iri)
    if place:
        return url_for("linked.page", kind=place[0], rest=place[1])
    return iri if urlsplit(iri).scheme in ("http", "https") else None


def source_href(lines: Lines) -> str | None:
    """The source view with these lines marked; None where the release has no text of that version."""
    disclosure = site().release.by_version.get(lines.version)
    if not disclosure:
        return None
    page = f"p{lines.page}L" if lines.page else ""
    marked = page + lines.text
    return url_for("sources.page", id=disclosure.id, l=marked, _anchor=f"L{lines.first}")


def query_href(text: str) -> str:
    """The editor with a query in it."""
    return url_for("editor.page", query=text)
