"""The files of the release over HTTP: what the manifest lists, byte for byte, and nothing else."""

import csv
import gzip
import hashlib
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from zstandard import ZstdDecompressor

from server.app import create_app
from server.release import read_release
from server.settings import Settings
from server.site import open_site
from server.store import load


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
    "dump/../manifest.json", "dump", "dump/", "", "a" * 3000, "a/" * 5000, "a" * 3000 + ".csv.zst.sha256", "%00",
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


def test_derived_files(client: FlaskClient, release_folder: Path) -> None:
    """Packed in other ways, per disclosure, per region and year: the same content, with a checksum that fits."""
    release = read_release(release_folder)
    one = release.disclosures[0]
    everything = gzip.decompress((release_folder / "dump/all.nq.gz").read_bytes())
    single = gzip.decompress((release_folder / one.files["nquads"]).read_bytes())
    for path, content in {
        "dump/all.nq.zst": everything,
        "dump/all.nq": everything,
        f"{one.files['turtle']}.gz": (release_folder / one.files["turtle"]).read_bytes(),
        f"{one.files['turtle']}.zst": (release_folder / one.files["turtle"]).read_bytes(),
        f"disclosure/{one.id}.nq.zst": single,
        "region/410703/2025.nq.gz": single,
        "region/410000/2025.nq.gz": single,
        "region/410700/2025.nq": single,
    }.items():
        with client.get(f"/dump/{path}") as response:
            assert response.status_code == 200, path
            data = response.data
        assert unpacked(path, data) == content, path
        with client.get(f"/dump/{path}.sha256") as response:
            assert response.get_data(as_text=True).split()[0] == hashlib.sha256(data).hexdigest()


def unpacked(path: str, data: bytes) -> bytes:
    if path.endswith(".zst"):
        return ZstdDecompressor().decompressobj().decompress(data)
    return gzip.decompress(data) if path.endswith(".gz") else data


@pytest.mark.parametrize(
    "path",
    ["region/999999/2025.nq.gz", "region/410703/1999.nq", "region/410703/２０２５.nq", "region/41/2025.nq",
     "disclosure/none.nq", "no.parquet", "dump/all.nq.gz.gz.gz", "disclosure/../../meta.json",
     "region/410703/2025/none.csv", "cells.parquet.gz", "%2e%2e/meta.json", "..%2fmeta.json",
     "release/aaaaaaaaaaaa/manifest.json", "none.sha256"],
)  # fmt: skip
def test_there_are_no_other_files(client: FlaskClient, path: str) -> None:
    assert client.get(f"/dump/{path}").status_code == 404


def test_tables_as_parquet_and_in_part(samples_app: Flask, samples_release: Path, tmp_path: Path) -> None:
    import duckdb

    client = samples_app.test_client()
    entry = next(each for each in read_release(samples_release).disclosures if each.region == "411200")
    with (samples_release / "cells.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    mine = [row for row in rows if row["document"] == entry.source["file"]]
    for path, wanted in {
        "cells.parquet": rows,
        f"disclosure/{entry.id}/cells.parquet": mine,
        "region/411200/2025/cells.parquet": mine,
    }.items():
        with client.get(f"/dump/{path}") as response:
            assert response.mimetype == "application/vnd.apache.parquet"
            (tmp_path / "x.parquet").write_bytes(response.data)
        with duckdb.connect() as database:
            asked = f"SELECT COUNT(*), SUM(amount_yuan) FROM '{tmp_path / 'x.parquet'}'"
            (found,) = database.execute(asked).fetchall()
        assert found == (len(wanted), sum(Decimal(row["amount_yuan"]) for row in wanted if row["amount_yuan"]))
    with client.get(f"/dump/disclosure/{entry.id}/cells.csv") as response:
        assert list(csv.DictReader(io.StringIO(response.get_data(as_text=True)))) == mine


def test_files_of_a_store_at_a_relative_place(
    release_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = Settings(release=release_folder, store=Path("here/store"))
    load(settings.release, settings.store)
    client = create_app(settings, open_site(settings)).test_client()
    with client.get("/dump/region/410703/2025.nq") as response:
        assert response.status_code == 200 and response.data


def test_earlier_releases_stay(make_release: Callable[..., Path], tmp_path: Path) -> None:
    first = make_release("one")
    old = load(first, tmp_path / "store").release
    settings = Settings(release=make_release("two", base="https://data.example.org/"), store=tmp_path / "store")
    client = create_app(settings, open_site(settings)).test_client()
    found = client.get("/dump/releases.json").json["releases"]
    assert [each["current"] for each in found] == [True, False] and found[1]["release"] == old
    for each in found:
        with client.get(each["manifest"]) as response:
            assert hashlib.sha256(response.data).hexdigest() == each["release"]
    address = found[1]["manifest"].replace("manifest.json", "dump/all.nq.zst")
    with client.get(address) as response:
        expected = gzip.decompress((first / "dump/all.nq.gz").read_bytes())
        assert unpacked(address, response.data) == expected
        assert "max-age=31536000" in response.headers["Cache-Control"]
