"""The files of the release over HTTP: what the manifest lists, byte for byte, and nothing else."""

import hashlib
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from server.release import read_release


def test_every_file_has_its_hash(client: FlaskClient, release_folder: Path) -> None:
    files = read_release(release_folder).files
    assert len(files) > 8
    for file in files.values():
        response = client.get(f"/dump/{file.path}")
        assert response.status_code == 200
        assert hashlib.sha256(response.data).hexdigest() == file.sha256
        assert "Content-Encoding" not in response.headers
        response.close()


def test_media_types(client: FlaskClient, release_folder: Path) -> None:
    release = read_release(release_folder)
    first = release.disclosures[0]
    expected = {
        "dump/all.nq.gz": "application/gzip",
        first.files["turtle"]: "text/turtle; charset=utf-8",
        first.files["text"]: "text/plain; charset=utf-8",
        "cells.csv": "text/csv; charset=utf-8",
        "manifest.json": "application/json",
    }
    for path, media_type in expected.items():
        with client.get(f"/dump/{path}") as response:
            assert response.content_type == media_type


def test_conditional_requests_and_ranges(client: FlaskClient) -> None:
    with client.get("/dump/cells.csv") as whole:
        etag, data = whole.headers["ETag"], whole.data
    with client.get("/dump/cells.csv", headers={"If-None-Match": etag}) as unchanged:
        assert (unchanged.status_code, unchanged.data) == (304, b"")
    with client.get("/dump/cells.csv", headers={"Range": "bytes=2-5"}) as part:
        assert (part.status_code, part.data) == (206, data[2:6])
    with client.get("/dump/cells.csv", headers={"Range": "bytes=999999-"}) as outside:
        assert outside.status_code == 416
    with client.head("/dump/cells.csv") as head:
        assert (head.status_code, head.content_length) == (200, len(data))


@pytest.mark.parametrize("path", [
    "nothing.csv", "../store/meta.json", "..%2Fstore%2Fmeta.json", "%2e%2e/store/meta.json", "/etc/passwd",
    "dump/../manifest.json", "dump", "dump/", "",
])  # fmt: skip
def test_nothing_else_is_reachable(client: FlaskClient, path: str) -> None:
    response = client.get(f"/dump/{path}")
    assert response.status_code == 404 or (path == "" and response.mimetype == "text/html")


def test_a_file_beside_the_listed_ones_is_not_served(client: FlaskClient, release_folder: Path) -> None:
    (release_folder / "secret.txt").write_text("secret")
    assert client.get("/dump/secret.txt").status_code == 404


def test_the_page_lists_sizes_and_hashes(client: FlaskClient, release_folder: Path) -> None:
    page = client.get("/dump/").get_data(as_text=True)
    for file in read_release(release_folder).files.values():
        assert file.sha256 in page and file.name in page
