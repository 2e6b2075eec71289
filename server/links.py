"""Where the links of a page go: IRIs of ours to this server's pages, lines to the source view.

A page has hundreds of these links. They are written here as `url_for` would write them, at a tenth of its cost.
"""

from urllib.parse import quote, urlencode, urlsplit

from flask import g, request, url_for

from server.addresses import Lines
from server.language import chosen
from server.site import site

_SAFE = "!$&'()*+,/:;=@"  # what stands in a path as it is
_SAFE_IN_QUERY = "!$'()*,/:;?@"


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
        query = _choices()
        return f"{request.script_root}/page/{place[0]}/{quote(place[1], safe=_SAFE)}{'?' * bool(query)}{query}"
    return iri if urlsplit(iri).scheme in ("http", "https") else None


def source_href(lines: Lines) -> str | None:
    """The source view with these lines marked; None where the release has no text of that version."""
    disclosure = site().release.by_version.get(lines.version)
    if not disclosure:
        return None
    marked = f"p{lines.page}L{lines.text}" if lines.page else lines.text
    query = _choices()
    path = f"{request.script_root}/source/{quote(disclosure.id, safe=_SAFE)}"
    return f"{path}?l={marked}{'&' * bool(query)}{query}#L{lines.first}"


def query_href(text: str) -> str:
    """The editor with a query in it."""
    return url_for("editor.page", query=text)


def _choices() -> str:
    """What a reader chose, as every link of the page carries it along."""
    if "choices" not in g:
        g.choices = urlencode(chosen(), safe=_SAFE_IN_QUERY)
    return str(g.choices)
