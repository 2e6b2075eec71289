"""One page of a PDF as PNG on the standard output: `python -m server.drawing FILE PAGE`.

A program of its own, so that a document that hangs or breaks the library takes no more with it than itself. It opens no
sockets and starts no programs where the system can see to that, and has a limit of memory and of time.
"""

import os
import resource
import struct
import sys
import zlib
from typing import Any

SCALE, LONGEST = 2.0, 2400  # pixels for a point, and the most pixels of a side
SECONDS, MEMORY = 15, 800_000_000
_POINTS_OF_A_METRE = 72 / 0.0254
_KIND = ">IIBBBBB"  # width, height, bits, RGB, and three zeros


def png(width: int, height: int, stride: int, pixels: bytes, scale: float = 1.0) -> bytes:
    """Rows of red, green and blue as a PNG file (https://www.w3.org/TR/png-3/), with its pixels for a point."""
    rows = b"".join(b"\0" + pixels[y * stride : y * stride + 3 * width] for y in range(height))
    head = struct.pack(_KIND, width, height, 8, 2, 0, 0, 0)
    fine = struct.pack(">IIB", *[round(scale * _POINTS_OF_A_METRE)] * 2, 1)
    parts = ((b"IHDR", head), (b"pHYs", fine), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, parts))


def measures(data: bytes) -> tuple[int, int, float]:
    """The width and height of one of our PNG files in pixels, and its pixels for a point."""
    width, height, fine = (struct.unpack(">I", data[at : at + 4])[0] for at in (16, 20, 41))
    return width, height, fine / _POINTS_OF_A_METRE


def _chunk(part: tuple[bytes, bytes]) -> bytes:
    kind, data = part
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def scale_of(width: float, height: float) -> float:
    """How many pixels a point gets on a page of that size."""
    return min(SCALE, LONGEST / max(width, height, 1))


def drawn(file: str, number: int) -> bytes:
    """A page of a document, numbered from 1; IndexError when it has no such page."""
    import pypdfium2 as pdfium  # type: ignore[import-untyped]

    document: Any = pdfium.PdfDocument(file)
    if not 1 <= number <= len(document):
        raise IndexError(f"there is no page {number}")
    page = document[number - 1]
    scale = scale_of(*page.get_size())
    bitmap = page.render(scale=scale, rev_byteorder=True)
    return png(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer), scale)


def confined() -> None:
    """Give up what a reader of strange files must not have."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    if sys.platform == "linux":
        from server import confine

        confine.die_with(os.getppid())
        confine.be_the_first_to_go()
        confine.deny_network()
        confine.limit_memory(MEMORY)


def main() -> None:
    """Draw what the arguments name."""
    confined()
    sys.stdout.buffer.write(drawn(sys.argv[1], int(sys.argv[2])))


if __name__ == "__main__":
    main()
