"""The text of a document with its lines numbered, so that a figure can be held against what was printed.

Lines are numbered through the whole document. Where it has pages, the data names the page of each line as well.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, abort, render_template, request
from pyoxigraph import Store

from ontology import iris
from server.addresses import Lines
from server.engine import Row, rows
from server.formats import HTML
from server.kept import kept
from server.labels import Labels, labels, name
from server.language import language
from server.links import href
from server.queries import bound
from server.release import ReleaseDisclosure
from server.results import Cell
from server.site import site
from server.terms import by, text

blueprint = Blueprint("sources", __name__)
AROUND = 3
MOST_EXCERPTS = 12
_MARKED = re.compile(r"(?:p(?P<page>\d{1,6}))?L?(?P<first>\d{1,9})(?:-L?(?P<last>\d{1,9}))?")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of a document. `page` is there on the first line of a page that figures were read from.

    A marked line comes in pieces as well: those with a link or a mark are the figures that were read from it.
    """

    number: int
    text: str
    marked: bool
    page: int | None = None
    pieces: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some lines of a document in their context."""

    lines: tuple[SourceLine, ...]
    page: int | None
    href_lines: Lines


@blueprint.route("/source/<id>")
def page(id: str) -> Response:
    """The text of a disclosure's document; `?l=12-14` marks lines, `#L12` goes there."""
    entry = site().release.by_id.get(id)
    if entry is None or not _has_text(entry):
        abort(404)
    return Response(kept(lambda: _page(entry)), content_type=HTML.content_type)


def _page(entry: ReleaseDisclosure) -> str:
    marked = span(entry.version, request.args.get("l", ""))
    first, last = (marked.first, marked.last) if marked else (1, 0)
    lines = numbered(text_lines(entry), first, last, page_starts(site().store, entry.version))
    read = _read_here(marked) if marked else []
    figures = _figures(read)
    lines = [replace(each, pieces=pieces(each.text, figures)) if each.marked else each for each in lines]
    return render_template("source.html", entry=entry, lines=lines, marked=marked, read=_things(read))


def _figures(read: list[Row]) -> dict[str, str | None]:
    """The figures as printed, each with its page, or without where several things were read from the same words."""
    found: dict[str, str | None] = {}
    for row in read:
        printed = text(row["printed"]).strip()
        if printed:
            found[printed] = None if printed in found else href(text(row["thing"]))
    return found


def pieces(line: str, figures: Mapping[str, str | None]) -> tuple[Cell, ...]:
    """A line cut at the figures that stand in it whole: 12 is not found within 3.12 or 12,000."""
    if not figures:
        return (Cell(line),)
    words = "|".join(map(re.escape, sorted(figures, key=len, reverse=True)))
    cut = re.split(rf"(?<![\d.,])({words})(?![\d]|[.,]\d)", line)
    found = [Cell(word, figures[word], number=True) if at % 2 else Cell(word) for at, word in enumerate(cut)]
    return tuple(each for each in found if each.text)


def text_lines(entry: ReleaseDisclosure) -> tuple[str, ...]:
    """The lines of a disclosure's document; empty where the release has no text of it."""
    return _read(site().release.file(entry.files["text"])) if _has_text(entry) else ()


def numbered(whole: tuple[str, ...], first: int, last: int, pages: dict[int, int]) -> list[SourceLine]:
    """The lines of a text with their numbers, those from first to last marked."""
    return [SourceLine(at, line, first <= at <= last, pages.get(at)) for at, line in enumerate(whole, start=1)]


def excerpts(places: list[Lines]) -> list[Excerpt]:
    """The lines of some places, each with a few lines around it."""
    found = []
    for each in places[:MOST_EXCERPTS]:
        entry = site().release.by_version.get(each.version)
        lines = text_lines(entry) if entry else ()
        start = max(each.first - AROUND, 1)
        shown = enumerate(lines[start - 1 : min(each.last, each.first + 40) + AROUND], start=start)
        marked = tuple(SourceLine(number, line, each.first <= number <= each.last) for number, line in shown)
        if marked:
            found.append(Excerpt(marked, each.page, each))
    return found


def page_starts(store: Store, version: str) -> dict[int, int]:
    """The first line of each page that anything was read from, with its page."""
    starts: dict[int, int] = {}
    for row in rows(store, bound("source_lines", version=version)):
        lines = site().addresses.lines(text(row["lines"]))
        if lines and lines.page:
            starts[lines.page] = min(lines.first, starts.get(lines.page, lines.first))
    return {first: page for page, first in starts.items()}


def span(version: str, marked: str) -> Lines | None:
    """The lines that `12`, `12-14` or `p3L12-14` name in a version; None when it names none."""
    match = _MARKED.fullmatch(marked)
    if not match:
        return None
    first = int(match["first"])
    return Lines(version, first, int(match["last"] or first), int(match["page"]) if match["page"] else None)


def _read_here(marked: Lines) -> list[Row]:
    """What was read from the very lines that are marked: figures, projects, indicators, findings."""
    address = iris.source_lines(marked.version, marked.first, marked.last, marked.page)
    found = rows(site().store, bound("read_here", lines=address, limit=site().settings.page_size))
    return [group[0] for group in by(found, "thing")]


def _things(read: list[Row]) -> list[Cell]:
    known = labels(site().store, [text(row["type"]) for row in read])
    return [_thing(row, known) for row in read]


def _thing(row: Row, known: Labels) -> Cell:
    words = (name(known, text(row["type"]), language()), text(row["label"]), text(row["printed"]))
    return Cell(" ".join(filter(None, words)), href(text(row["thing"])))


def _has_text(entry: ReleaseDisclosure) -> bool:
    return entry.files.get("text") in site().release.files


@lru_cache(maxsize=64)
def _read(path: Path) -> tuple[str, ...]:
    """The lines of a text file. Only the line feed ends a line: documents hold other separators within one."""
    whole = path.read_text("utf-8", errors="replace")
    return tuple(line.replace("\f", "") for line in whole.removesuffix("\n").split("\n"))
