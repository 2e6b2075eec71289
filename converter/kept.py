"""Finished results, kept in the user's cache: a second run converts only what is new or has changed.

Each release has a folder of its own there (YUSUAN_CACHE, else the system's place for caches). A result is a folder with
the files of one disclosure and `result.json`. It is made under another name and renamed when it is complete, so that a
run that is stopped, however, leaves nothing half done and loses nothing done.
"""

from __future__ import annotations

import contextlib
import glob
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from converter.errors import InputError
from converter.fingerprint import program_files

CACHE_VARIABLE = "YUSUAN_CACHE"
RECORD = "result.json"
PLACE = "release.txt"
DAYS = 7  # results of a release that is gone are removed after so many
NEW = "new-"
LOCK = "lock"


def cache() -> Path:
    """The folder of all kept results."""
    named = os.environ.get(CACHE_VARIABLE)
    return Path(named) if named else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "yusuan"


def kept_folder(out: Path) -> Path:
    """Where the results for a release are kept."""
    place = str(out.resolve())
    return cache() / f"{out.name}-{hashlib.sha256(place.encode()).hexdigest()[:12]}"


def program_hash(base: str) -> str:
    """A hash of the program that reads documents, and of the base of IRIs."""
    digest = hashlib.sha256(base.encode())
    for path in program_files():
        digest.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def key_of(paths: Sequence[Path], program: str) -> str:
    """The name of a result: the program, and each document's name and content."""
    digest = hashlib.sha256(program.encode())
    for path in paths:
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"\n{path.name}\n{content}".encode())
    return digest.hexdigest()[:40]


def load(root: Path, name: str) -> dict[str, Any] | None:
    """The record of a kept result, or None."""
    try:
        record = json.loads((root / name / RECORD).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return record if isinstance(record, dict) else None


@contextlib.contextmanager
def making(root: Path, name: str) -> Iterator[Path]:
    """A folder for a result's files; at the end it becomes the kept result, or is removed when something failed."""
    work = Path(tempfile.mkdtemp(prefix=NEW, dir=root))
    try:
        yield work
        settle(work, root, name)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def settle(work: Path, root: Path, name: str) -> None:
    """Gives a result its name, unless a copy of the same document was faster."""
    there = load(root, name)
    if there is not None and "limits" not in there:
        return
    shutil.rmtree(root / name, ignore_errors=True)
    try:
        work.rename(root / name)
    except OSError:
        if load(root, name) is None:
            raise


def save_record(work: Path, record: dict[str, Any]) -> None:
    (work / RECORD).write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")


@contextlib.contextmanager
def opened(out: Path) -> Iterator[Path]:
    """The folder of kept results for a release, for this run alone; raises InputError while another run has it.

    Where no cache can be written, the results are kept for this run only.
    """
    with contextlib.ExitStack() as stack:
        try:
            root = kept_folder(out)
            root.mkdir(parents=True, exist_ok=True)
            lock = stack.enter_context((root / LOCK).open("w"))
        except (OSError, RuntimeError):
            yield Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yusuan-")))
            return
        take(lock.fileno(), out)
        (root / PLACE).write_text(str(out.resolve()), encoding="utf-8")
        clear(root, out)
        yield root


def clear(root: Path, out: Path) -> None:
    """Removes what stopped runs have left for this release, and what is kept for releases that are gone."""
    for left in (*root.glob(f"{NEW}*"), *out.parent.glob(f".{glob.escape(out.name)}.work-*")):
        shutil.rmtree(left, ignore_errors=True)
    for other in root.parent.iterdir():
        with contextlib.suppress(OSError):
            old = time.time() - (other / PLACE).stat().st_mtime > DAYS * 86_400
            if old and other != root and not Path((other / PLACE).read_text("utf-8")).exists():
                shutil.rmtree(other, ignore_errors=True)


def take(lock: int, out: Path) -> None:
    """Takes the lock, which the system frees when this process ends; elsewhere than on Unix there is none."""
    try:
        import fcntl
    except ImportError:
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise InputError(f"another run is writing {out}", "wait for it, or name another folder with --out") from error


def prune(root: Path, names: Iterable[str]) -> None:
    """Removes all results but those named."""
    used = set(names)
    for path in root.iterdir():
        if path.is_dir() and path.name not in used:
            shutil.rmtree(path, ignore_errors=True)


def link(source: Path, goal: Path) -> None:
    """Puts a kept file into a release: the same file under a second name, or a copy where that cannot be."""
    goal.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, goal)
    except OSError:
        shutil.copyfile(source, goal)
