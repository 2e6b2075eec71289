"""The text of a document with its lines numbered, so that a figure can be held against what was printed."""

import re
from dataclasses import dataclass

from flask import Blueprint, Response, abort, render_template, request

from server.formats import HTML
from server.site import site

blueprint = Blueprint("sources", __name__)
_MARKED = re.compile(r"(?:p(\d{1,6})L)?(\d{1,9})(?:-(?:L)?(\d{1,9}))?")
PAGE_BREAK = "\f"


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of a document: its anchor, its number, its text."""

    anchor: str
    number: int
    page: int
    text: str
    marked: bool


@blueprint.route("/source/<id>")
def page(id: str) -> Response:
    """The text of a disclosure's document; `?l=12-14` marks lines, `#L12` goes there."""
    entry = site().release.by_id.get(id)
    if entry is None or "text" not in entry.files or entry.files["text"] not in site().release.files:
        abort(404)
    whole = site().release.file(entry.files["text"]).read_text("utf-8", errors="replace")
    lines = numbered(whole, request.args.get("l", ""))
    return Response(render_template("source.html", entry=entry, lines=lines), content_type=HTML.content_type)


def numbered(whole: str, marked: str) -> list[SourceLine]:
    """The lines of a text, those of `marked` (`12`, `12-14`, `p3L12-14`) marked."""
    pages = whole.split(PAGE_BREAK)
    paged, first, last = _range(marked)
    lines: list[SourceLine] = []
    for page_number, text in enumerate(pages, start=1):
        within = text.removesuffix("\n").split("\n")
        start = 0 if paged else len(lines)
        for number, line in enumerate(within, start=start + 1):
            here = first <= number <= last and paged in (0, page_number)
            anchor = f"p{page_number}L{number}" if paged else f"L{number}"
            lines.append(SourceLine(anchor, number, page_number if len(pages) > 1 else 0, line, here))
    return lines


def _range(marked: str) -> tuple[int, int, int]:
    """Page (0 for none), first and last line that are marked; an empty range when nothing is."""
    match = _MARKED.fullmatch(marked)
    if not match:
        return 0, 1, 0
    return int(match[1] or 0), int(match[2]), int(match[3] or match[2])
