"""What INPUT names: files, folders and globs become a list of files."""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

from converter.errors import InputError

# Also what is not read yet or holds others: each is then reported with what to do, and not passed over.
SUFFIXES = frozenset(
    """
    .txt .text .md .markdown .tsv .pdf .html .htm .mht .mhtml .docx .docm .doc .wps .rtf .odt .xlsx .xlsm .xlsb .xls .et
    .ods .ofd .zip .rar .7z
    """.split()  # noqa: SIM905 - a list of so many strings is no easier to read
)
NO_DOCUMENTS = {"readme", "license", "changelog", "contributing", "manifest"}


def expand(inputs: Sequence[str]) -> list[Path]:
    """The files that INPUT names, each once, in order; raises InputError when one names nothing.

    A folder gives the documents below it (.pdf, .html, .docx, .xlsx, .txt …; no hidden ones, no README); a glob is
    expanded here, so it may be quoted. A file that is named itself is always taken.
    """
    found: dict[Path, None] = {}
    for name in inputs:
        paths = list(one(name))
        if not paths:
            raise InputError(
                f"{name}: no document there",
                "name a file, a folder with .pdf, .html, .docx, .xlsx or .txt files, or a glob such as 'data/*.pdf'",
            )
        found.update(dict.fromkeys(paths))
    return list(found)


def one(name: str) -> Iterator[Path]:
    path = Path(name)
    if path.is_dir():
        yield from (file for file in sorted(path.rglob("*")) if is_document(file, path))
    elif path.exists() or path.is_symlink() or not glob.has_magic(name):
        yield existing(path)
    else:
        yield from (Path(match) for match in sorted(glob.glob(name, recursive=True)) if Path(match).is_file())


def existing(path: Path) -> Path:
    if not path.exists():
        raise InputError(f"{path}: no such file or folder", "check the path")
    return path


def is_document(path: Path, root: Path) -> bool:
    """Whether a file found in a folder is taken for a document."""
    hidden = any(part.startswith(".") for part in path.relative_to(root).parts)
    return path.is_file() and not hidden and path.suffix.lower() in SUFFIXES and path.stem.lower() not in NO_DOCUMENTS


def samples_dir() -> Path:
    """The folder of the samples: within the installed package, or beside it in a checkout."""
    room = Path(str(files("converter")))
    return room / "samples" if (room / "samples").is_dir() else room.with_name("samples")
