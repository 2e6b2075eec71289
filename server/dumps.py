"""The files of the release: a page that lists them, the files themselves, what is made of them, earlier releases."""

import base64
from pathlib import Path

from flask import Blueprint, Response, abort, jsonify, render_template, request, send_file, url_for

from server.derived import checksum, derived, media_type
from server.formats import HTML
from server.places import RELEASE, meta_of, versions
from server.release import MANIFEST, Release, ReleaseFile, read_release
from server.site import site

blueprint = Blueprint("dumps", __name__)
WHOLE = "dump/all.nq.gz", "dump/all.ttl", "dump/ontology.nq.gz"
GROUPS = "whole", "tables", "single", "quality", "source"
# What is sent is the packed file, whose hash the manifest has; what is in it is another media type.
GZIP = "application/gzip"
DAY = 86_400
YEAR = 365 * DAY
SUM = ".sha256"


@blueprint.route("/dump/")
def index() -> Response:
    """The page that lists every file with its size and SHA-256."""
    text = render_template("dumps.html", release=site().release, groups=grouped(site().release))
    return Response(text, content_type=HTML.content_type)


@blueprint.route("/dump/<path:path>")
def file(path: str) -> Response:
    """A file of the release in use (or its manifest, or one made of it), with ETag, conditional requests, ranges."""
    return _file(site().version, site().release, path, DAY)


@blueprint.route("/dump/release/<digest>/<path:path>")
def earlier(digest: str, path: str) -> Response:
    """The same of any release that is kept, by the beginning of its digest: an address whose content never changes."""
    version = _versions().get(digest)
    if version is None:
        abort(404)
    return _file(version, read_release(version / RELEASE), path, YEAR)


@blueprint.route("/dump/releases.json")
def releases() -> Response:
    """The releases that are kept, the newest first."""
    found = []
    for digest, version in _versions().items():
        meta = meta_of(version)
        if meta:
            address = url_for("dumps.earlier", digest=digest, path=MANIFEST, lang=None)
            said = {"release": meta.release, "loaded": meta.at, "disclosures": meta.disclosures, "manifest": address}
            found.append({**said, "triples": meta.triples, "current": version == site().version})
    response = jsonify(releases=found)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _versions() -> dict[str, Path]:
    """The kept versions by the first letters of their digest, the newest first."""
    return {each.name.rpartition("-")[2]: each for each in reversed(versions(site().settings.store))}


def _file(version: Path, release: Release, path: str, age: int) -> Response:
    if path.endswith(SUM):
        return _sum(version, release, path.removesuffix(SUM))
    if path == MANIFEST:
        return _sent(release.path / path, "application/json", release.digest, 0)
    listed = release.files.get(path)
    if listed:
        kind = GZIP if listed.name.endswith(".gz") else listed.media_type
        return _sent(release.file(path), kind, listed.sha256, age)
    made = derived(version, release, path)
    if made is None:
        abort(404)
    return _sent(made, media_type(path), checksum(made), age)


def _sum(version: Path, release: Release, path: str) -> Response:
    listed = release.files.get(path)
    made = None if listed or path == MANIFEST else derived(version, release, path)
    digest = listed.sha256 if listed else release.digest if path == MANIFEST else checksum(made) if made else None
    if digest is None:
        abort(404)
    return Response(f"{digest}  {Path(path).name}\n", content_type="text/plain; charset=utf-8")


def _sent(place: Path, kind: str, sha256: str, age: int) -> Response:
    """The file or one part of it. Who asks for several parts, or names a weak tag (of other bytes, maybe), gets all."""
    if request.headers.get("If-Range", "").startswith("W/") or "," in request.headers.get("Range", ""):
        request.environ.pop("HTTP_RANGE", None)
    response = send_file(  # which takes a relative place for one within the application
        place.absolute(), mimetype=kind, download_name=place.name, etag=sha256, conditional=True, max_age=age
    )  # fmt: skip
    response.headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(sha256)).decode()}:"
    return response


def grouped(release: Release) -> dict[str, list[ReleaseFile]]:
    """The files by what they are for: everything at once, tables, one disclosure each, reports, texts."""
    groups: dict[str, list[ReleaseFile]] = {name: [] for name in GROUPS}
    for each in release.files.values():
        groups[_group(each.path)].append(each)
    return groups


def _group(path: str) -> str:
    if path in WHOLE:
        return "whole"
    folder = path.partition("/")[0] if "/" in path else ""
    return {"dump": "single", "quality": "quality", "source": "source"}.get(folder, "tables")
