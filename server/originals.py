"""The pages of the documents themselves, where the server was given the files: what was read is boxed on them.

A release has the text of a document, not its file. A file is used only when its SHA-256 is that of the release.
"""

import hashlib
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import cast

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for
from pyoxigraph import Literal

from server.addresses import Lines
from server.answers import Answers
from server.asking import at_work
from server.drawing import SECONDS, measures
from server.engine import rows
from server.formats import HTML
from server.kept import for_release
from server.links import href
from server.queries import bound
from server.release import ReleaseDisclosure
from server.site import site
from server.sources import span
from server.terms import text

blueprint = Blueprint("originals", __name__)
KEPT_BYTES = 48_000_000
MOST_FILES = 200_000
_BOX = re.compile(r"page=(?P<page>\d+)&xywh=(?P<x>\d+),(?P<y>\d+),(?P<width>\d+),(?P<height>\d+)")
_ROOT = str(Path(__file__).resolve().parent.parent)


@dataclass(frozen=True, slots=True)
class Original:
    """A file that a disclosure was read from, and which of the disclosure's lines are its own."""

    number: int
    path: Path
    sha256: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Boxed:
    """A figure that was read from a page: where it stands, in points, and whether its line was asked for."""

    href: str | None
    printed: str
    x: int
    y: int
    width: int
    height: int
    marked: bool


@blueprint.route("/source/<id>/page/<int:number>")
def page(id: str, number: int) -> Response:
    """A page of a document, the figures that were read from it boxed; `l` marks those of some lines."""
    entry = site().release.by_id.get(id)
    marked = span(entry.version, request.args.get("l", "")) if entry else None
    original = original_of(entry, marked.first if marked else _part(entry)) if entry else None
    if entry is None or original is None:
        abort(404)
    width, height, scale = measures(image(original, number))
    text = render_template(
        "original.html",
        entry=entry,
        number=number,
        marked=marked,
        width=width,
        height=height,
        scale=scale,
        picture=url_for("originals.picture", id=id, number=number, part=original.number, lang=None, money=None),
        boxes=_boxes(entry, original, number, marked),
        name=original.path.name,
    )
    return Response(text, content_type=HTML.content_type)


@blueprint.route("/source/<id>/page/<int:number>.png")
def picture(id: str, number: int) -> Response:
    """The page as a picture; `part` says which file of several."""
    entry = site().release.by_id.get(id)
    original = original_of(entry, _part(entry)) if entry else None
    if original is None:
        abort(404)
    response = Response(image(original, number), content_type="image/png")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response


def page_href(lines: Lines | None) -> str | None:
    """The address of the page that lines stand on; None where there is no page, or its file is not here."""
    entry = site().release.by_version.get(lines.version) if lines else None
    if not lines or not lines.page or not entry or not original_of(entry, lines.first):
        return None
    return url_for("originals.page", id=entry.id, number=lines.page, l=f"p{lines.page}L{lines.text}")


def _part(entry: ReleaseDisclosure) -> int:
    """The first line of the part that is asked for: the first, or the only one."""
    wanted = request.args.get("part", 1, type=int)
    return next((each[2] for at, each in enumerate(_parts(entry), start=1) if at == wanted), 0)


def _parts(entry: ReleaseDisclosure) -> list[tuple[str, str, int, int]]:
    """The files of a disclosure: name, SHA-256, first and last line."""
    parts = entry.source.get("parts") or [{**entry.source, "first_line": 1, "last_line": entry.source.get("lines", 0)}]
    return [(str(each["file"]), str(each["sha256"]), int(each["first_line"]), int(each["last_line"])) for each in parts]


def original_of(entry: ReleaseDisclosure, line: int) -> Original | None:
    """The file that a line of a disclosure was read from, where it is here and is a PDF."""
    for number, (file, sha256, first, last) in enumerate(_parts(entry), start=1):
        if first <= line <= last:
            found = (path for path in _files().get(file, ()) if digest(path, *_stamp(path)) == sha256)
            return next((Original(number, path, sha256, first, last) for path in found), None)
    return None


def _files() -> dict[str, list[Path]]:
    return for_release("originals", lambda: pdfs(current_app.extensions["yusuan"].settings.documents))


def pdfs(folder: str) -> dict[str, list[Path]]:
    """The PDF files in a folder and below, by name; none where no folder is named."""
    found: dict[str, list[Path]] = {}
    if folder:
        every = (path for path in Path(folder).rglob("*") if path.suffix.lower() == ".pdf")
        for _, path in zip(range(MOST_FILES), every, strict=False):
            found.setdefault(path.name, []).append(path)
    return found


def _stamp(path: Path) -> tuple[int, int]:
    try:
        said = path.stat()
    except OSError:
        return 0, 0
    return said.st_size, said.st_mtime_ns


@lru_cache(maxsize=10_000)
def digest(path: Path, size: int, changed: int) -> str:
    """The SHA-256 of a file of that size, last changed then; empty when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def image(original: Original, number: int) -> bytes:
    """A page as PNG, drawn now if it was not asked for lately; 404 for no such page."""
    kept = cast(Answers, current_app.extensions["images"])
    key = f"{original.sha256} {number}"
    found = kept.get(key)
    if found is None:
        with at_work():
            found = _drawn(original.path, number)
        kept.keep(key, found)
    return found


def _drawn(path: Path, number: int) -> bytes:
    command = [sys.executable, "-m", "server.drawing", str(path.resolve()), str(number)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (_ROOT, os.environ.get("PYTHONPATH"))))}
    try:
        done = subprocess.run(command, capture_output=True, timeout=2 * SECONDS, env=environment, check=False)
    except subprocess.TimeoutExpired:
        abort(404)
    if done.returncode or not done.stdout.startswith(b"\x89PNG"):
        abort(404)
    return done.stdout


def _boxes(entry: ReleaseDisclosure, original: Original, number: int, marked: Lines | None) -> list[Boxed]:
    """The figures that were read from a page, those of the marked lines last, so that they are drawn above."""
    found = {}
    for row in rows(site().store, bound("page_boxes", version=entry.version, start=Literal(f"page={number}&"))):
        lines, box = site().addresses.lines(text(row["lines"])), _BOX.fullmatch(text(row["address"]))
        if lines and box and original.first <= lines.first <= original.last:
            here = bool(marked and marked.first <= lines.first <= marked.last)
            place = (int(box["x"]), int(box["y"]), int(box["width"]), int(box["height"]))
            found[text(row["line"])] = Boxed(href(text(row["line"])), text(row["printed"]), *place, here)
    return sorted(found.values(), key=lambda each: (each.marked, each.y, each.x))
