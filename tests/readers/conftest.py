"""Small PDFs made by hand, and the real documents beside the project where they are there."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from converter.document import Document
from converter.readers import read_document

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Type /Font"
    b" /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500]"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >>"
    b" /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -120 1000 880]"
    b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >> >>] >>"
)


class Drawing:
    """One page to be: marks are added in points from the lower left corner."""

    def __init__(self, media: tuple[int, int] = (600, 800), rotate: int = 0, sideways: bool = False) -> None:
        self.media, self.rotate = media, rotate
        self.marks = [f"0 1 -1 0 {media[0]} 0 cm"] if sideways else []

    def text(self, x: float, y: float, text: str, size: float = 10) -> Drawing:
        """A text whose letters are half as wide as they are tall, Chinese ones as wide."""
        self.marks.append(f"BT /F {size} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET")
        return self

    def set(self, text: str, matrix: str, size: float = 10, before: str = "") -> Drawing:
        """A text with a matrix of its own, and what is to be set before it: its mode, its colour."""
        self.marks.append(f"q {before} BT /F {size} Tf {matrix} Tm <{text.encode('utf-16-be').hex()}> Tj ET Q")
        return self

    def line(self, x: float, y: float, to_x: float, to_y: float) -> Drawing:
        self.marks.append(f"0.5 w {x} {y} m {to_x} {to_y} l S")
        return self

    def box(self, x: float, y: float, width: float, height: float) -> Drawing:
        self.marks.append(f"{x} {y} {width} {height} re f")
        return self

    def grid(self, xs: list[float], ys: list[float]) -> Drawing:
        """All rules of a table without merged cells."""
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        return self


def pdf_bytes(*drawings: Drawing, trailer: str = "") -> bytes:
    """A PDF of these pages."""
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(len(drawings)))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(drawings)} >>".encode(),
        FONT,
    ]
    for place, drawing in enumerate(drawings):
        stream = "\n".join(drawing.marks).encode()
        box = f"/MediaBox [0 0 {drawing.media[0]} {drawing.media[1]}] /Rotate {drawing.rotate}"
        page = f"/Parent 2 0 R {box} /Resources << /Font << /F 3 0 R >> >> /Contents {5 + 2 * place} 0 R"
        bodies.append(f"<< /Type /Page {page} >>".encode())
        bodies.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream))
    return assembled(bodies, trailer)


def assembled(bodies: list[bytes], trailer: str) -> bytes:
    """The file of these objects, with its table of places."""
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    end = f"trailer\n<< /Size {len(places) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + head + table + end.encode()


Read = Callable[[bytes], Document]


@pytest.fixture
def drawing() -> type[Drawing]:
    return Drawing


@pytest.fixture
def pdf() -> Callable[..., bytes]:
    return pdf_bytes


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Reads bytes through a file whose name says nothing."""

    def reading(data: bytes) -> Document:
        path = tmp_path / "document"
        path.write_bytes(data)
        return read_document(path)

    return reading


@pytest.fixture(scope="session")
def corpus() -> Path:
    if not CORPUS.is_dir():
        pytest.skip("the real documents are not beside this checkout")
    return CORPUS


@pytest.fixture(scope="session")
def real(corpus: Path) -> Callable[[str], Document]:
    """The real document of this name, read once."""
    return cache(lambda name: read_document(corpus / name))
