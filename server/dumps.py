"""The files of the release: a page that lists them, and the files themselves."""

from flask import Blueprint, Response, abort, render_template, send_file

from server.formats import HTML
from server.release import Release, ReleaseFile
from server.site import site

blueprint = Blueprint("dumps", __name__)
WHOLE = "dump/all.nq.gz", "dump/all.ttl", "dump/ontology.nq.gz"
GROUPS = "whole", "tables", "single", "quality", "source"
# What is sent is the packed file, whose hash the manifest has; what is in it is another media type.
GZIP = "application/gzip"
DAY = 86_400


@blueprint.route("/dump/")
def index() -> Response:
    """The page that lists every file with its size and SHA-256."""
    text = render_template("dumps.html", release=site().release, groups=grouped(site().release))
    return Response(text, content_type=HTML.content_type)


@blueprint.route("/dump/<path:path>")
def file(path: str) -> Response:
    """A file that the manifest lists (or the manifest), with ETag, conditional requests and ranges."""
    release = site().release
    if path == "manifest.json":
        return send_file(
            release.path / path, mimetype="application/json", etag=release.digest, conditional=True, max_age=0
        )
    listed = release.files.get(path)
    if listed is None:
        abort(404)
    return send_file(
        release.file(path),
        mimetype=GZIP if listed.name.endswith(".gz") else listed.media_type,
        download_name=listed.name,
        etag=listed.sha256,
        conditional=True,
        max_age=DAY,
    )


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
