"""The pages of documents as pictures: only of the very file that was read, and in a process of its own."""

import hashlib
import json
import shutil
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode
from werkzeug.exceptions import NotFound

from server import drawing, originals
from server.app import create_app
from server.settings import Settings
from tests.server.made_up import Draft

FILE = "made up 预算.pdf"


def document(pages: int = 2, box: str = "0 0 200 100") -> bytes:
    """A PDF of pages with a black bar in the upper left corner."""
    marks = b"0 80 50 20 re f"
    kids = " ".join(f"{4 + each} 0 R" for each in range(pages))
    bodies = [b"<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Count {pages} /Kids [{kids}] >>".encode()]
    bodies.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(marks), marks))
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 3 0 R >>".encode()
    bodies += [page] * pages
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(places) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return data + end % (size, table, size, len(data))


@pytest.fixture(scope="module")
def settings(release_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Those of a server with the made-up release, whose first document is said to be a PDF."""
    folder = tmp_path_factory.mktemp("originals")
    shutil.copytree(release_folder, folder / "release")
    place = folder / "release" / "manifest.json"
    manifest = json.loads(place.read_text("utf-8"))
    manifest["disclosures"][0]["source"] |= {"file": FILE, "sha256": hashlib.sha256(document()).hexdigest()}
    place.write_text(json.dumps(manifest), "utf-8")
    return Settings(release=folder / "release", store=folder / "store")


@pytest.fixture
def serve(settings: Settings, tmp_path: Path) -> Callable[..., FlaskClient]:
    """The made-up release served with a folder of documents, in which a file has the bytes that are given."""

    def serving(data: bytes, name: str = FILE) -> FlaskClient:
        (tmp_path / "below").mkdir(parents=True)
        (tmp_path / "below" / name).write_bytes(data)
        return create_app(replace(settings, documents=str(tmp_path))).test_client()

    return serving


def address(drafts: list[Draft], rest: str) -> str:
    return f"/source/{drafts[0].id}/page/{rest}"


def pixels(data: bytes) -> tuple[int, int, bytes]:
    """Width, height and rows of a PNG of ours."""
    width, height = struct.unpack(">II", data[16:24])
    start = data.index(b"IDAT") + 4
    return width, height, zlib.decompress(data[start : start + struct.unpack(">I", data[start - 8 : start - 4])[0]])


def test_a_page_is_drawn_at_twice_its_size(serve: Callable[..., FlaskClient], drafts: list[Draft]) -> None:
    answer = serve(document()).get(address(drafts, "2.png"))
    width, height, rows = pixels(answer.data)
    assert (answer.mimetype, width, height) == ("image/png", 400, 200)
    assert rows[1:4] == b"\0\0\0" and rows[-3:] == b"\xff\xff\xff"
    assert drawing.measures(answer.data)[2] == pytest.approx(2, abs=0.001)


def test_the_page_boxes_what_was_read_and_marks_what_was_asked_for(
    serve: Callable[..., FlaskClient], drafts: list[Draft], monkeypatch: pytest.MonkeyPatch
) -> None:
    def row(line: int, box: str) -> dict[str, Any]:
        return {
            "line": NamedNode(f"{drafts[0].version}/table/a/o/{line}"), "printed": Literal(f"<{line}>"),
            "address": Literal(f"page=1&xywh={box}"), "lines": NamedNode(f"{drafts[0].version}/source#p1L{line}"),
        }  # fmt: skip

    client = serve(document())
    found = [row(2, "10,20,30,8"), row(3, "50,20,30,8"), row(4, "1,2,3")]
    monkeypatch.setattr(originals, "rows", lambda store, text: found)
    page = client.get(address(drafts, "1?l=p1L2&lang=en")).get_data(as_text=True)
    marked = '<rect class="marked" x="17.0" y="37.0" width="66.0" height="22.0"'
    assert page.count("<rect") == 2 and marked in page
    assert "&lt;2&gt;" in page and 'viewBox="0 0 400 200"' in page and "style=" not in page


def test_without_a_folder_there_is_no_page_and_no_link_to_one(client: FlaskClient, drafts: list[Draft]) -> None:
    assert client.get(address(drafts, "1")).status_code == 404
    assert client.get(address(drafts, "1.png")).status_code == 404
    assert "/page/1" not in client.get(f"/source/{drafts[0].id}?l=p1L2").get_data(as_text=True)


def test_a_file_of_the_same_name_with_other_bytes_is_not_shown(
    serve: Callable[..., FlaskClient], drafts: list[Draft]
) -> None:
    assert serve(document(1)).get(address(drafts, "1.png")).status_code == 404


def test_a_file_of_another_name_is_not_looked_into(serve: Callable[..., FlaskClient], drafts: list[Draft]) -> None:
    assert serve(document(), name="other.pdf").get(address(drafts, "1.png")).status_code == 404


@pytest.mark.parametrize("page", ["0.png", "3.png", "999999.png", "3"])
def test_a_page_that_the_document_lacks(serve: Callable[..., FlaskClient], drafts: list[Draft], page: str) -> None:
    assert serve(document()).get(address(drafts, page)).status_code == 404


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nnothing", b"x" * 5000])
def test_a_broken_file_is_no_failure_of_the_server(tmp_path: Path, data: bytes) -> None:
    (tmp_path / FILE).write_bytes(data)
    with pytest.raises(NotFound):
        originals._drawn(tmp_path / FILE, 1)


def test_a_drawing_that_takes_too_long_is_ended(
    serve: Callable[..., FlaskClient], drafts: list[Draft], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = serve(document())
    monkeypatch.setattr(originals, "SECONDS", 0.0001)
    assert client.get(address(drafts, "1.png")).status_code == 404


def test_a_huge_page_is_drawn_smaller() -> None:
    assert drawing.scale_of(200, 100) == 2 and drawing.scale_of(14_400, 100) * 14_400 == drawing.LONGEST
