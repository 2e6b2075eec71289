"""Files that are made from those of the release when they are first asked for, and kept beside it.

Every file packed with gzip or Zstandard; tables as Parquet; graphs and tables of one disclosure, or of one region
and year. What is made is a function of the release, so that an address always gives the same bytes.
"""

import csv
import gzip
import hashlib
import io
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from zstandard import ZstdCompressor

from server.places import DERIVED
from server.release import Release, ReleaseDisclosure

PART = 1_048_576
PACKED = {".gz": "application/gzip", ".zst": "application/zstd"}
TYPES = {
    ".nq": "application/n-quads", ".ttl": "text/turtle", ".csv": "text/csv", ".txt": "text/plain",
    ".parquet": "application/vnd.apache.parquet", ".json": "application/json", **PACKED,
}  # fmt: skip
# Columns that are no text; money stays exact in Parquet as well.
COLUMNS = {
    "amount_yuan": "DECIMAL(38,8)", "line_start": "INTEGER", "line_end": "INTEGER", "page": "INTEGER",
    "line": "INTEGER", "expected": "DECIMAL(38,8)", "found": "DECIMAL(38,8)", "difference": "DECIMAL(38,8)",
}  # fmt: skip
_REGION = re.compile(
    r"region/(?P<region>[0-9]{6}(?:-[\u4e00-\u9fff]{2,20})?)/(?P<year>[0-9]{4})(?P<rest>\.nq|\.ttl|/[a-z]+\.csv)"
)
_ONE = re.compile(r"disclosure/(?P<id>[\w.-]+?)(?P<rest>\.nq|\.ttl|/[a-z]+\.csv)")
_making = threading.Lock()
Writes = Callable[[IO[bytes]], None]


def derived(version: Path, release: Release, path: str) -> Path | None:
    """The place of a derived file of a release, made now if it was not yet; None when there is no such file."""
    writes = _recipe(release, path)  # first, for it knows all good names, and others may be no names of files at all
    place = version / DERIVED / path
    if writes is None or ".." in Path(path).parts or not place.resolve().is_relative_to(version.resolve()):
        return None
    if place.is_file():
        return place
    with _making:
        return place if place.is_file() else _made(place, writes)


def _made(place: Path, writes: Writes) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=place.parent, prefix=".making-", delete=False) as file:
        try:
            writes(file)
            file.flush()
            Path(file.name).chmod(0o644)
            Path(file.name).replace(place)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    return place


def checksum(place: Path) -> str:
    """The SHA-256 of a derived file, which is kept beside it."""
    beside = place.with_name(f".{place.name}.sha256")
    if not beside.is_file():
        with place.open("rb") as file:
            beside.write_text(hashlib.file_digest(file, "sha256").hexdigest(), "ascii")
    return beside.read_text("ascii")


def media_type(path: str) -> str:
    """The media type of a file by its name."""
    return TYPES.get(Path(path).suffix, "application/octet-stream")


# recipes


def _recipe(release: Release, path: str) -> Writes | None:
    packing = Path(path).suffix if Path(path).suffix in PACKED else ""
    bare = path.removesuffix(packing)
    if bare.endswith(".parquet"):
        table = _content(release, bare.removesuffix(".parquet") + ".csv")
        return None if table is None or packing else lambda file: _parquet(table, file)
    content = _content(release, bare)
    if content is None or (not packing and bare in release.files):
        return None
    return {".gz": _gzip, ".zst": _zstd, "": _plain}[packing](content)


def _content(release: Release, path: str) -> Callable[[], Iterator[bytes]] | None:
    """What stands in a file without packing: one of the release's, or a part of it."""
    if path in release.files:
        return lambda: _bytes(release.file(path))
    if f"{path}.gz" in release.files:
        return lambda: _unpacked(release.file(f"{path}.gz"))
    match = _REGION.fullmatch(path) or _ONE.fullmatch(path)
    chosen = _chosen(release, match) if match else []
    if not match or not chosen:
        return None
    if match["rest"] in (".nq", ".ttl"):
        return lambda: _graphs(release, chosen, match["rest"])
    return _rows(release, chosen, match["rest"][1:])


def _chosen(release: Release, match: re.Match[str]) -> list[ReleaseDisclosure]:
    if match.re is _ONE:
        return [release.by_id[match["id"]]] if match["id"] in release.by_id else []
    within = match["region"].removesuffix("00").removesuffix("00")
    year = int(match["year"])
    return [each for each in release.disclosures if each.year == year and each.region.startswith(within)]


def _graphs(release: Release, chosen: list[ReleaseDisclosure], suffix: str) -> Iterator[bytes]:
    """The graphs one after the other, which in both syntaxes is one file again."""
    for each in chosen:
        if suffix == ".nq":
            yield from _unpacked(release.file(each.files["nquads"]))
        else:
            yield from _bytes(release.file(each.files["turtle"]))
            yield b"\n"


def _rows(release: Release, chosen: list[ReleaseDisclosure], table: str) -> Callable[[], Iterator[bytes]] | None:
    """The rows of a table about some disclosures; None where the names of documents do not tell them apart."""
    names = {str(each.source.get("file")) for each in chosen}
    same = [each for each in release.disclosures if each.source.get("file") in names]
    if table not in release.files or len(same) != len(chosen):
        return None
    return lambda: _filtered(release.file(table), names)


def _filtered(table: Path, names: set[str]) -> Iterator[bytes]:
    with table.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        column = header.index("document")
        yield _line(header)
        for row in reader:
            if row[column] in names:
                yield _line(row)


def _line(row: list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(row)
    return text.getvalue().encode()


def _bytes(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(PART):
            yield part


def _unpacked(path: Path) -> Iterator[bytes]:
    with gzip.open(path) as file:
        while part := file.read(PART):
            yield part


# ways to write


def _plain(content: Callable[[], Iterator[bytes]]) -> Writes:
    return lambda file: file.writelines(content())


def _gzip(content: Callable[[], Iterator[bytes]]) -> Writes:
    def write(file: IO[bytes]) -> None:
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
            packed.writelines(content())

    return write


def _zstd(content: Callable[[], Iterator[bytes]]) -> Writes:
    def write(file: IO[bytes]) -> None:
        with ZstdCompressor(level=10, write_checksum=True).stream_writer(file, closefd=False) as packed:
            for part in content():
                packed.write(part)

    return write


def _parquet(content: Callable[[], Iterator[bytes]], file: IO[bytes]) -> None:
    """The table as Parquet: numbers as numbers, everything else as text, empty as null."""
    import duckdb

    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (folder / "in.csv").write_bytes(b"".join(content()))
        database = stack.enter_context(duckdb.connect(":memory:"))
        header = (folder / "in.csv").open(encoding="utf-8", newline="")
        with header:
            columns = next(csv.reader(header))
        types = "{" + ", ".join(f"'{name}': '{COLUMNS.get(name, 'VARCHAR')}'" for name in columns) + "}"
        source = f"read_csv('{folder / 'in.csv'}', header = true, columns = {types}, quote = '\"', escape = '\"')"
        database.execute(f"COPY (SELECT * FROM {source}) TO '{folder / 'out'}' (FORMAT parquet, COMPRESSION zstd)")
        with (folder / "out").open("rb") as made:
            shutil.copyfileobj(made, file)
