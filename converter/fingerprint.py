"""When a release may be used again: the documents and the program are the same."""

import hashlib
import os
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path

from ontology import iris, tables


def fingerprint(paths: Iterable[Path]) -> str:
    """A hash of the documents and of the program that reads them."""
    digest = hashlib.sha256(iris.base().encode())
    for path in [*sorted(paths), *program_files(), *tables.own_files()]:
        content = path.read_bytes() if os.access(path, os.R_OK) else b""
        digest.update(f"{path.name} {hashlib.sha256(content).hexdigest()}".encode())
    return digest.hexdigest()


def program_files() -> list[Path]:
    rooms = [Path(str(files(name))) for name in ("ontology", "shapes", "converter")]
    kinds = (".py", ".toml", ".csv", ".ttl", ".rq")
    return sorted(path for room in rooms for path in room.rglob("*.*") if path.suffix in kinds)
